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
package org.jcachepmem.allocator.mutant;

/**
 * Ends a mutant that loops for ever: each loop of the classes that a {@link MutantLoader} loads
 * looks here. Each loader has a copy of its own.
 */
public final class StopSwitch {
  private static volatile boolean stopped;
  private static long progress;

  private StopSwitch() {}

  /** Called in each loop of a test: as long as they turn, nothing hangs. */
  public static void checkTest() {
    progress++;
    check();
  }

  /** How often the loops of tests have turned. */
  public static long progress() {
    return progress;
  }

  /** Called in each loop. */
  public static void check() {
    if (stopped) {
      throw new Stopped();
    }
  }

  /** All loops of this loader's classes end. */
  public static void stop() {
    stopped = true;
  }

  /** Thrown out of a loop. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }
}
