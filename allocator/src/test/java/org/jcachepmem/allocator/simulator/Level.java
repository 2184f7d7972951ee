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

import org.jspecify.annotations.Nullable;

/**
 * A machine on which a process runs and crashes, and the machine on which what the crash left is
 * run further. The first level runs the simulation; the others what happens after its crashes.
 */
final class Level {
  final SimulatedMedium medium;
  final Explorer explorer;
  final Tally tally = new Tally();
  final @Nullable Level next;
  final int depth;

  /** Processor time in which images of this level were run further. */
  long furtherNanos;

  private Level(SimulatedMedium medium, int depth, int deepest) {
    this.medium = medium;
    this.depth = depth;
    this.explorer = new Explorer(medium, tally);
    this.next = depth == deepest ? null : new Level(medium.follower(), depth + 1, deepest);
  }

  static Level first(SimulatedMedium medium, int deepest) {
    return new Level(medium, 1, deepest);
  }
}
