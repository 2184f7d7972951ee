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
package org.jcachepmem.allocator.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tester is tested: what a power loss may leave, and what a fence rules out. */
class RecordingMediumTest {
  private final RecordingMedium medium = new RecordingMedium(4096);

  private Set<String> survivors(long... offsets) {
    Set<String> found = new TreeSet<>();
    medium.crashImages(
        1,
        10_000,
        image -> {
          StringBuilder words = new StringBuilder();
          for (long offset : offsets) {
            words.append(image.getLong(offset)).append(' ');
          }
          found.add(words.toString().trim());
        });
    return found;
  }

  @Test
  void anUnflushedStoreMayOrMayNotSurvive() {
    medium.putLong(0, 7);
    assertEquals(Set.of("0", "7"), survivors(0));
  }

  @Test
  void aFlushWithoutAFencePromisesNothing() {
    medium.putLong(0, 7);
    medium.flush(0, 8);
    assertEquals(Set.of("0", "7"), survivors(0));
    assertTrue(medium.pendingLines().get(0).flushed());
  }

  @Test
  void aFenceWithoutAFlushPromisesNothing() {
    medium.putLong(0, 7);
    medium.fence();
    assertEquals(Set.of("0", "7"), survivors(0));
    assertThrows(AssertionError.class, medium::assertAllDurable);
  }

  @Test
  void flushAndFencePromise() {
    medium.putLong(0, 7);
    medium.flush(0, 8);
    medium.fence();
    assertEquals(Set.of("7"), survivors(0));
    medium.assertAllDurable();
  }

  @Test
  void aStoreAfterTheFlushIsNotCovered() {
    medium.putLong(0, 7);
    medium.flush(0, 8);
    medium.putLong(0, 8);
    medium.fence();
    assertEquals(Set.of("7", "8"), survivors(0));
  }

  @Test
  void aFenceCompletesOnlyTheFlushesOfItsThread() throws InterruptedException {
    medium.putLong(0, 7);
    medium.flush(0, 8);
    Thread other = new Thread(medium::fence);
    other.start();
    other.join();
    assertEquals(Set.of("0", "7"), survivors(0));
  }

  @Test
  void storesToOneLinePersistInOrderAndLinesDoNot() {
    medium.putLong(0, 1);
    medium.putLong(8, 2);
    assertEquals(Set.of("0 0", "1 0", "1 2"), survivors(0, 8));
    medium.putLong(64, 3);
    assertTrue(survivors(0, 64).contains("0 3"));
  }

  @Test
  void wordsOfACopyPersistInAnyOrder() {
    byte[] bytes = new byte[16];
    bytes[0] = 1;
    bytes[8] = 2;
    medium.copyIn(0, bytes, 0, 16);
    assertEquals(Set.of("0 0", "1 0", "0 2", "1 2"), survivors(0, 8));
  }

  @Test
  void unalignedCopiesAreRecordedByteByByte() {
    byte[] bytes = {9, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    medium.copyIn(61, bytes, 1, 7);
    medium.flush(61, 7);
    medium.fence();
    medium.crashImages(
        1,
        10,
        image -> {
          byte[] read = new byte[9];
          image.copyOut(60, read, 0, 9);
          org.junit.jupiter.api.Assertions.assertArrayEquals(
              new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 0}, read);
        });
    medium.assertAllDurable();
  }

  @Test
  void aKilledProcessLosesNothingUntilThePowerGoes() {
    medium.putLong(0, 7);
    medium.flush(0, 8);
    assertEquals(7, medium.killImage().getLong(0));
    RecordingMedium next = medium.afterKill();
    assertEquals(7, next.getLong(0));
    next.fence();
    Set<Long> found = new TreeSet<>();
    next.crashImages(1, 10, image -> found.add(image.getLong(0)));
    assertEquals(Set.of(0L, 7L), found);
    next.flush(0, 8);
    next.fence();
    next.assertAllDurable();
  }

  @Test
  void sampledImagesHoldTheExtremes() {
    for (int line = 0; line < 40; line++) {
      medium.putLong(line * 64L, 1);
    }
    Set<Integer> counts = new TreeSet<>();
    int made =
        medium.crashImages(
            5,
            200,
            image -> {
              int count = 0;
              for (int line = 0; line < 40; line++) {
                count += (int) image.getLong(line * 64L);
              }
              counts.add(count);
            });
    assertEquals(200, made);
    assertTrue(counts.containsAll(Set.of(0, 1, 39, 40)), counts::toString);
  }

  @Test
  void hooksRunAroundAFenceAndBeforeEachStep() {
    StringBuilder log = new StringBuilder();
    medium.beforeFence(() -> log.append(medium.pendingLines().size()));
    medium.afterFence(() -> log.append(medium.pendingLines().size()));
    medium.putLong(0, 7);
    medium.flush(0, 8);
    medium.fence();
    assertEquals("10", log.toString());
    int[] steps = {0};
    medium.onStep(() -> steps[0]++);
    medium.putInt(4, 7);
    medium.flush(0, 8);
    medium.fence();
    assertEquals(3, steps[0]);
    assertEquals(2, medium.stores());
    assertEquals(2, medium.counters().fences());
    assertEquals(2, medium.counters().flushes());
  }

  @Test
  void growsAndStillAnswersAfterClose() {
    medium.extend(8192);
    medium.putLong(4096, 7);
    medium.close();
    assertThrows(IllegalStateException.class, () -> medium.getLong(0));
    assertThrows(IllegalStateException.class, () -> medium.putLong(0, 1));
    assertThrows(IllegalStateException.class, medium::fence);
    assertEquals(Set.of("0", "7"), survivors(4096));
  }
}
