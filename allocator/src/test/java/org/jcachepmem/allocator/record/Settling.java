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
package org.jcachepmem.allocator.record;

import java.util.random.RandomGenerator;

/** The ways in which a pool settles what no operation came to settle. */
public final class Settling {
  private Settling() {}

  /** One of them; {@code random} is asked only where there are two. */
  public static void any(RecordStore records, RandomGenerator random) {
    boolean isSwept = records.pool().medium().facts().pageGranular();
    if (isSwept && random.nextBoolean()) {
      records.sweep();
    } else {
      records.settleAll();
    }
  }
}
