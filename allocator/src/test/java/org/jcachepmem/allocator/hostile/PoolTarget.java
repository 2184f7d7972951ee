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
package org.jcachepmem.allocator.hostile;

/** What Jazzer calls: a script of edits of a pool file, see {@link EditScript}. */
public final class PoolTarget {

  private PoolTarget() {}

  /** Loads and instruments everything before the clock of the first input runs. */
  public static void fuzzerInitialize() {
    for (int base = 0; base < BasePool.ALL.size(); base++) {
      for (int switches = 0; switches < 256; switches += 17) {
        PoolTrial.run(new byte[] {(byte) base, (byte) switches});
      }
    }
  }

  /** Throws if opening the edited pool did what it must not. */
  public static void fuzzerTestOneInput(byte[] input) {
    PoolTrial.run(input);
  }
}
