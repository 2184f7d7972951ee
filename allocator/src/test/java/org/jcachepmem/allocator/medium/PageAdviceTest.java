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

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system is told of a mapping; a system that does not listen changes nothing. */
class PageAdviceTest {
  private static final int WINDOW_SHIFT = 14;
  private static final long BASE = 1L << 40;

  @TempDir private Path directory;

  private final List<String> calls = new ArrayList<>();
  private int answer;

  private PageAdvice advice() {
    return new PageAdvice(
        new IdleLibc() {
          @Override
          public int madvise(long addr, long length, int advice) {
            calls.add(advice + ": " + (addr - BASE) + " " + length);
            return answer;
          }
        });
  }

  /** Windows of 16 KiB with holes between them. */
  private static Mapping<String> mapping(long sizeBytes) {
    long[] bases = new long[(int) (sizeBytes >> WINDOW_SHIFT) + 1];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = BASE + ((long) i << 20);
    }
    return new Mapping<>(bases, WINDOW_SHIFT, sizeBytes, "owner");
  }

  @Test
  void eachWindowIsReadAtRandom() {
    advice().random(mapping(40 << 10));
    assertEquals(List.of("1: 0 16384", "1: 1048576 16384", "1: 2097152 8192"), calls);
  }

  @Test
  void whatIsReadSoonIsAskedForFromThePageWhereItBegins() {
    assertEquals(1, advice().soon(mapping(40 << 10), 5000, 3000));
    assertEquals(List.of("3: 4096 3904"), calls);
    calls.clear();
    assertEquals(2, advice().soon(mapping(40 << 10), 16000, 1000));
    assertEquals(List.of("3: 12288 4096", "3: 1048576 616"), calls);
    calls.clear();
    assertEquals(0, PageAdvice.NONE.soon(mapping(40 << 10), 0, 4096));
    PageAdvice.NONE.random(mapping(40 << 10));
    assertEquals(List.of(), calls);
  }

  @Test
  void aSystemThatDoesNotListenIsNoError() {
    answer = -1;
    advice().random(mapping(8 << 10));
    assertEquals(1, advice().soon(mapping(8 << 10), 0, 8 << 10));
    assertEquals(2, calls.size());
  }

  @Test
  void aMappedFileIsReadAtRandomAlsoWhenItHasGrown() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[64 << 10]);
    List<Integer> advised = new ArrayList<>();
    FileAllocation allocation =
        new FileAllocation(
            new IdleLibc() {
              @Override
              public int madvise(long addr, long length, int advice) {
                advised.add(advice);
                return 0;
              }
            });
    Medium closed;
    try (Medium medium = MappedMedium.open(file, 30, allocation, MappedByteBuffer::force)) {
      assertEquals(List.of(Libc.MADV_RANDOM), advised);
      long before = medium.counters().nativeCalls();
      medium.prefetch(100, 10_000);
      assertEquals(List.of(Libc.MADV_RANDOM, Libc.MADV_WILLNEED), advised);
      assertEquals(1, medium.counters().nativeCalls() - before);
      medium.extend(96 << 10);
      assertEquals(List.of(Libc.MADV_RANDOM, Libc.MADV_WILLNEED, Libc.MADV_RANDOM), advised);
      assertThrows(IndexOutOfBoundsException.class, () -> medium.prefetch(96 << 10, 1));
      closed = medium;
    }
    assertThrows(IllegalStateException.class, () -> closed.prefetch(0, 1));
  }
}
