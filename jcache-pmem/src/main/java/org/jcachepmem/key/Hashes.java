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
package org.jcachepmem.key;

/** Spreads hashes over all 32 bits: stripes take the low ones, other tables the high ones. */
final class Hashes {

  /** 2^64 divided by the golden ratio, odd. */
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Hashes() {}

  static int spread(long value) {
    long mixed = (value ^ (value >>> 32)) * GOLDEN;
    mixed ^= mixed >>> 29;
    return (int) ((mixed * GOLDEN) >>> 32);
  }
}
