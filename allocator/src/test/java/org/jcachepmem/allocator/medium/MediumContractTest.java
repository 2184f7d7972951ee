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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Medium} promises, asked of every medium. */
abstract class MediumContractTest {
  static final int SIZE = 64 << 10;

  @TempDir Path directory;
  Medium medium;

  /** A medium over {@code file}, which is allocated; a medium without a file ignores it. */
  abstract Medium open(Path file) throws IOException;

  boolean survivesReopen() {
    return true;
  }

  private Path file() {
    return directory.resolve("pool");
  }

  @BeforeEach
  final void openMedium() throws IOException {
    Files.createFile(file());
    FileAllocation.ofSystem().allocate(file(), 0, SIZE);
    medium = open(file());
  }

  @AfterEach
  final void closeMedium() {
    if (medium != null) {
      medium.close();
    }
  }

  @Test
  void startsZeroed() {
    assertEquals(SIZE, medium.sizeBytes());
    byte[] all = new byte[SIZE];
    Arrays.fill(all, (byte) 1);
    medium.copyOut(0, all, 0, SIZE);
    assertArrayEquals(new byte[SIZE], all);
  }

  @Test
  void wordsAreLittleEndian() {
    medium.putLong(8, 0x0102030405060708L);
    medium.putInt(16, 0x0a0b0c0d);
    medium.putLongRelease(24, -2);
    byte[] read = new byte[24];
    medium.copyOut(8, read, 0, 24);
    assertArrayEquals(
        new byte[] {
          8, 7, 6, 5, 4, 3, 2, 1, 13, 12, 11, 10, 0, 0, 0, 0, -2, -1, -1, -1, -1, -1, -1, -1
        },
        read);
    assertEquals(0x0102030405060708L, medium.getLong(8));
    assertEquals(0x05060708, medium.getInt(8));
    assertEquals(0x0a0b0c0d, medium.getInt(16));
    assertEquals(-2, medium.getLong(24));
  }

  @Test
  void firstAndLastWordsAreAccessible() {
    medium.putLong(SIZE - 8, 5);
    medium.putInt(SIZE - 4, 7);
    assertEquals(7L << 32 | 5, medium.getLong(SIZE - 8));
    medium.copyIn(SIZE, new byte[0], 0, 0);
    medium.copyIn(SIZE - 1, new byte[] {9}, 0, 1);
    medium.zero(SIZE, 0);
    medium.flush(SIZE, 0);
    medium.flush(0, SIZE);
    medium.fence();
  }

  @Test
  void nothingOutsideIsAccessible() {
    byte[] two = new byte[2];
    refused(() -> medium.getLong(SIZE - 7));
    refused(() -> medium.getLong(-8));
    refused(() -> medium.getLong(Long.MAX_VALUE - 7));
    refused(() -> medium.getLong(4));
    refused(() -> medium.getInt(2));
    refused(() -> medium.getInt(SIZE));
    refused(() -> medium.putInt(SIZE, 1));
    refused(() -> medium.putLong(SIZE, 1));
    refused(() -> medium.putLongRelease(SIZE, 1));
    refused(() -> medium.copyIn(SIZE - 1, two, 0, 2));
    refused(() -> medium.copyIn(-1, two, 0, 2));
    refused(() -> medium.copyIn(0, two, 1, 2));
    refused(() -> medium.copyIn(0, two, 0, -1));
    refused(() -> medium.copyInAndFlush(SIZE - 1, two, 0, 2));
    refused(() -> medium.copyInAndFlush(SIZE - 4096, new byte[8192], 0, 8192));
    refused(() -> medium.copyInAndFlush(0, new byte[8191], 0, 8192));
    refused(() -> medium.copyOut(SIZE - 1, two, 0, 2));
    refused(() -> medium.copyOut(0, two, -1, 2));
    refused(() -> medium.zero(SIZE - 1, 2));
    refused(() -> medium.zero(0, -1));
    refused(() -> medium.zero(8, Long.MAX_VALUE));
    refused(() -> medium.flush(SIZE - 1, 2));
  }

  private static void refused(Executable access) {
    assertThrows(IndexOutOfBoundsException.class, access);
  }

  @Test
  void copiesOfAllLengthsAndAlignmentsArriveWhole() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] model = new byte[SIZE];
    for (int i = 0; i < 500; i++) {
      int length = random.nextInt(i % 10 == 0 ? SIZE / 2 : 300);
      int offset = random.nextInt(SIZE - length);
      byte[] source = new byte[length + 3];
      random.nextBytes(source);
      switch (random.nextInt(3)) {
        case 0 -> medium.copyIn(offset, source, 2, length);
        case 1 -> medium.copyInAndFlush(offset, source, 2, length);
        default -> {
          medium.zero(offset, length);
          Arrays.fill(source, (byte) 0);
        }
      }
      System.arraycopy(source, 2, model, offset, length);
    }
    medium.fence();
    byte[] read = new byte[SIZE + 1];
    medium.copyOut(0, read, 1, SIZE);
    assertArrayEquals(model, Arrays.copyOfRange(read, 1, SIZE + 1), "seed " + seed);
  }

  @Test
  void growsInPlace() {
    medium.putLong(SIZE - 8, 42);
    medium.extend(SIZE + 8192);
    assertEquals(SIZE + 8192, medium.sizeBytes());
    assertEquals(42, medium.getLong(SIZE - 8));
    assertEquals(0, medium.getLong(SIZE));
    byte[] across = new byte[6000];
    new Random(1).nextBytes(across);
    medium.copyInAndFlush(SIZE - 3000, across, 0, 6000);
    medium.fence();
    byte[] read = new byte[6000];
    medium.copyOut(SIZE - 3000, read, 0, 6000);
    assertArrayEquals(across, read);
    assertThrows(IllegalArgumentException.class, () -> medium.extend(SIZE));
    assertThrows(IllegalArgumentException.class, () -> medium.extend(SIZE + 8192 + 1));
  }

  @Test
  void isClosedForGood() {
    medium.close();
    medium.close();
    byte[] one = new byte[1];
    closed(() -> medium.getInt(0));
    closed(() -> medium.getLong(0));
    closed(() -> medium.putInt(0, 1));
    closed(() -> medium.putLong(0, 1));
    closed(() -> medium.putLongRelease(0, 1));
    closed(() -> medium.copyIn(0, one, 0, 1));
    closed(() -> medium.copyInAndFlush(0, one, 0, 1));
    closed(() -> medium.copyInAndFlush(0, new byte[8192], 0, 8192));
    closed(() -> medium.copyOut(0, one, 0, 1));
    closed(() -> medium.zero(0, 1));
    closed(() -> medium.flush(0, 1));
    closed(() -> medium.extend(SIZE * 2));
    closed(medium::sizeBytes);
    closed(medium::fence);
  }

  private static void closed(Executable access) {
    assertThrows(IllegalStateException.class, access);
  }

  @Test
  void countsWhatItDoes() {
    assertEquals(0, medium.counters().fences());
    medium.flush(0, 8);
    medium.copyInAndFlush(64, new byte[4096], 0, 4096);
    medium.fence();
    assertEquals(2, medium.counters().flushes());
    assertEquals(1, medium.counters().fences());
    long calls = medium.counters().nativeCalls();
    medium.getLong(0);
    medium.putLong(0, 1);
    medium.copyIn(0, new byte[64], 0, 64);
    medium.copyOut(0, new byte[64], 0, 64);
    medium.zero(0, 64);
    assertEquals(calls, medium.counters().nativeCalls());
    assertTrue(calls <= 3, () -> calls + " native calls");
  }

  @Test
  void keepsWhatWasFenced() throws IOException {
    if (!survivesReopen()) {
      return;
    }
    medium.putLong(128, 42);
    medium.flush(128, 8);
    medium.fence();
    medium.close();
    medium = open(file());
    assertEquals(42, medium.getLong(128));
  }

  @Test
  void interruptsBreakNothingAndAreKept() throws IOException {
    Thread.currentThread().interrupt();
    try {
      medium.putLong(0, 1);
      medium.flush(0, 8);
      medium.fence();
      medium.extend(SIZE + 4096);
      assertEquals(1, medium.getLong(0));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  /** A reader in mid-copy when the medium is closed reads on, or is told so: the JVM lives. */
  @Test
  void readersSurviveTheClose() throws InterruptedException {
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread[] readers = new Thread[2];
    for (int i = 0; i < readers.length; i++) {
      readers[i] =
          new Thread(
              () -> {
                byte[] target = new byte[SIZE];
                try {
                  while (true) {
                    medium.copyOut(0, target, 0, SIZE);
                    medium.getLong(8);
                  }
                } catch (IllegalStateException e) {
                  // The end that the contract promises.
                } catch (Throwable e) {
                  ended.set(e);
                }
              });
      readers[i].start();
    }
    Thread.sleep(5);
    medium.close();
    System.gc();
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(null, ended.get());
  }
}
