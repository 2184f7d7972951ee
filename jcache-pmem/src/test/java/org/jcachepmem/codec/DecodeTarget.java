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
package org.jcachepmem.codec;

/** What Jazzer calls: bytes to be decoded, see {@link DecodeTrial}. */
public final class DecodeTarget {

  private DecodeTarget() {}

  /** Loads and instruments the codecs before the clock of the first input runs. */
  public static void fuzzerInitialize() {
    for (int type = 0; type < 256; type++) {
      DecodeTrial.run(new byte[] {(byte) type, 0, 1, 2});
    }
  }

  /** Throws if decoding did what it must not. */
  public static void fuzzerTestOneInput(byte[] input) {
    DecodeTrial.run(input);
  }
}
