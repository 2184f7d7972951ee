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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jcachepmem.allocator.medium.OsFaults.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pages that could not be written back are clean from then on, and the system tells each open file
 * of it once. Growth maps the file anew: what only the old mapping would have been told was lost.
 */
class UnheardErrorTest {
  private static final int BYTES = 64 << 10;
  private static final int MORE = 128 << 10;

  @TempDir private Path directory;
  private final OsFaults faults = new OsFaults();

  private Path file() throws IOException {
    return Files.write(directory.resolve("pool"), new byte[BYTES]);
  }

  /** It failed, and did not grow. */
  private static void assertFails(Medium medium) {
    assertThrows(MediumFailedException.class, () -> medium.extend(MORE));
    assertEquals(BYTES, medium.sizeBytes());
    assertThrows(MediumFailedException.class, medium::checkUsable);
    medium.flush(0, 8);
    assertThrows(MediumFailedException.class, medium::fence);
    assertThrows(MediumFailedException.class, () -> medium.extend(MORE));
  }

  /** The first growth was told when it wrote the file back, by an open file of its own. */
  @Test
  void anErrorThatAGrowthWasToldFailsTheNextOne() throws IOException {
    Path path = FaultyFileSystem.path(file(), faults);
    boolean[] isLost = {false};
    MappedMedium.Forcing forcing =
        (window, index, length) -> {
          if (isLost[0] && window.capacity() == BYTES) {
            throw new UncheckedIOException(new IOException("told to the old mapping only"));
          }
          window.force(index, length);
        };
    try (Medium medium = MappedMedium.open(path, 30, new FileAllocation(null), forcing)) {
      medium.putLong(8192, 42);
      faults.plant(Call.FORCE, Fault.IO_ERROR, 1, false);
      isLost[0] = true;
      assertThrows(UncheckedIOException.class, () -> medium.extend(MORE));
      assertFails(medium);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "LIBPMEM"})
  void theOldMappingIsAskedBeforeItIsReplaced(MediumChoice choice) throws IOException {
    try (Medium medium = new FaultyLibraries(faults, false, true).open(file(), choice)) {
      Call call = choice == MediumChoice.JDK ? Call.JDK_MSYNC : Call.PMEM_MSYNC;
      faults.plant(call, Fault.IO_ERROR, 1, false);
      assertFails(medium);
    }
  }
}
