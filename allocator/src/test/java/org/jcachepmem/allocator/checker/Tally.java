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
package org.jcachepmem.allocator.checker;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the invocations that Lincheck made of a scenario. Lincheck looks away from it, so that
 * counting is no step that threads are switched at.
 */
public final class Tally {
  private static final LongAdder INVOCATIONS = new LongAdder();

  private Tally() {}

  /** An invocation has ended, and its inventory was right. */
  public static void invocation() {
    INVOCATIONS.increment();
  }

  static long invocations() {
    return INVOCATIONS.sum();
  }
}
