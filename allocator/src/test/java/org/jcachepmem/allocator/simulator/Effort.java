/*
 * Copyright 2026 The jcache-pmem authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.jcachepmem.allocator.simulator;

/**
 * How much is made of each crash point.
 *
 * @param exhaustive up to so many images, all are made
 * @param samples how many about, where there are more
 * @param further one of about so many images is run further on the next level
 * @param stores at one of that many stores a crash is looked at, where the model has them
 */
record Effort(int exhaustive, int samples, int further, int stores) {
  /** Of what a crash left. */
  private static final int DEEP_STORES = 7;

  /** Of a long run. */
  static final Effort STANDARD = new Effort(4096, 48, 200, 1);

  /** Each image's recovery is crashed at each of its fences, exhaustively. */
  static final Effort EVERY_RECOVERY = new Effort(4096, 48, 1, 1);

  /** Of a quick look. */
  static final Effort QUICK = new Effort(256, 24, 100, 1);

  /** What is made of the crash points of what is run further. */
  Effort deeper(int depth) {
    if (depth > 2) {
      return new Effort(8, 3, 50, DEEP_STORES);
    }
    return further == 1
        ? new Effort(4096, 32, 500, DEEP_STORES)
        : new Effort(64, 8, 50, DEEP_STORES);
  }

  /** The same, if a crash point has one image only. */
  Effort ofFewImages() {
    return new Effort(exhaustive, samples, Math.max(1, further / 4), stores);
  }
}
