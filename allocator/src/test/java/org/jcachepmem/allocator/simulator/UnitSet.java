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

import java.util.Arrays;

/** A set of units of a medium, in no order that means anything. Not thread safe. */
final class UnitSet {
  final int[] units;
  private final int[] position;
  int count;

  UnitSet(int most) {
    units = new int[most];
    position = new int[most];
    Arrays.fill(position, -1);
  }

  void add(int unit) {
    if (position[unit] < 0) {
      position[unit] = count;
      units[count++] = unit;
    }
  }

  void remove(int unit) {
    int at = position[unit];
    int last = units[--count];
    units[at] = last;
    position[last] = at;
    position[unit] = -1;
  }

  boolean contains(int unit) {
    return position[unit] >= 0;
  }

  void clear() {
    for (int i = 0; i < count; i++) {
      position[units[i]] = -1;
    }
    count = 0;
  }
}
