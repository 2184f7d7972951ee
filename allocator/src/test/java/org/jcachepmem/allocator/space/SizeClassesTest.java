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
package org.jcachepmem.allocator.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeClassesTest {

  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 8 << 10, 64 << 10, 128 << 10, 512 << 10, 1 << 20, 2 << 20})
  void everySizeGetsTheSmallestClassThatHoldsItAndNoChunkOverflows(int chunkBytes) {
    SizeClasses classes = SizeClasses.of(chunkBytes);
    assertTrue(classes.count() <= 256, "classes " + classes.count());
    for (int c = 0; c < classes.count(); c++) {
      assertEquals(0, classes.slotBytes(c) % 16);
      assertTrue(
          classes.firstSlot(c) + classes.slots(c) * classes.slotBytes(c) <= chunkBytes,
          "class " + c);
      if (c > 0) {
        assertTrue(classes.slotBytes(c) > classes.slotBytes(c - 1), "class " + c);
      }
      assertEquals(c, classes.classOf(classes.slotBytes(c)));
    }
    for (int bytes = 0; bytes <= classes.largestRecordBytes(); bytes += bytes < 2048 ? 1 : 97) {
      int c = classes.classOf(bytes);
      assertTrue(classes.slotBytes(c) >= bytes);
      assertTrue(c == 0 || classes.slotBytes(c - 1) < bytes);
    }
    assertEquals(classes.wholeChunk(), classes.classOf(classes.largestRecordBytes() + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {64 << 10, 512 << 10, 2 << 20})
  void littleIsWastedAboveTheFineSteps(int chunkBytes) {
    SizeClasses classes = SizeClasses.of(chunkBytes);
    for (int c = 1; c < classes.wholeChunk(); c++) {
      int unused = chunkBytes - classes.slots(c) * classes.weight(c);
      assertTrue(
          unused <= chunkBytes * 0.02 || classes.slotBytes(c) <= 512,
          "class " + c + " wastes " + unused);
      double step = (double) classes.slotBytes(c) / classes.slotBytes(c - 1);
      assertTrue(
          step <= 1.17 || classes.slotBytes(c) <= 512,
          "class " + c + " is " + step + " times the one before");
    }
  }
}
