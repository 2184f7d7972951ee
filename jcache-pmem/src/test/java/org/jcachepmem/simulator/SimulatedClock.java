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
package org.jcachepmem.simulator;

import org.jcachepmem.allocator.simulator.Inspection;

/**
 * The time of a simulation, in whole seconds since the pool's creation, so that handle and medium
 * say the same. Not thread safe.
 */
final class SimulatedClock {
  private int seconds;

  SimulatedClock(int seconds) {
    this.seconds = seconds;
  }

  int seconds() {
    return seconds;
  }

  long millis() {
    return Inspection.millis(seconds);
  }

  void advance(int by) {
    seconds += by;
  }

  SimulatedClock copy() {
    return new SimulatedClock(seconds);
  }
}
