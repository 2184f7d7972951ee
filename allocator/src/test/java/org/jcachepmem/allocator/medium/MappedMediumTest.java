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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JDK's mapping, as a pool has it: windows of 1 GiB. */
class MappedMediumTest extends MediumContractTest {
  @Override
  Medium open(Path file) throws IOException {
    return MappedMedium.open(file);
  }

  @Test
  void aFenceIsOneForceOfWhatWasFlushed() {
    assertTrue(medium.facts().pageGranular(), "the temporary directory is on DAX");
    medium.fence();
    assertEquals(0, medium.counters().nativeCalls());
    medium.flush(100, 8);
    medium.flush(4090, 10);
    medium.flush(0, 8);
    assertEquals(0, medium.counters().nativeCalls());
    medium.fence();
    assertEquals(1, medium.counters().nativeCalls());
    assertEquals(1, medium.counters().commits().figures().commits());
    medium.fence();
    assertEquals(1, medium.counters().nativeCalls());
  }

  @Test
  void rangesCrossTheOneGiBWindows() throws IOException {
    Path big = directory.resolve("big");
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength((1L << 30) + 8192);
    }
    try (Medium large = MappedMedium.open(big)) {
      byte[] bytes = new byte[5000];
      bytes[0] = 1;
      bytes[4999] = 2;
      long offset = (1L << 30) - 2500;
      large.copyIn(offset, bytes, 0, 5000);
      large.flush(offset, 5000);
      large.fence();
      byte[] read = new byte[5000];
      large.copyOut(offset, read, 0, 5000);
      assertEquals(1, read[0]);
      assertEquals(2, read[4999]);
      large.zero(offset, 5000);
      large.copyOut(offset, read, 0, 5000);
      assertEquals(0, read[4999]);
    }
  }
}
