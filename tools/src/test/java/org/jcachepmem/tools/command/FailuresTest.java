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
package org.jcachepmem.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

/** A full disk ends otherwise than one that is broken. */
class FailuresTest {

  @Test
  void aFullDiskIsToldFromOtherErrors() {
    for (String full : new String[] {"No space left on device", "Disk quota exceeded"}) {
      assertEquals(ExitCode.NO_ROOM, Failures.code(new IOException(full)));
      assertEquals(ExitCode.NO_ROOM, Failures.code(new FileSystemException("a", null, full)));
      assertEquals(
          ExitCode.NO_ROOM,
          Failures.code(new UncheckedIOException("cannot extend a", new IOException(full))));
    }
    assertEquals(ExitCode.FAILED, Failures.code(new IOException("Input/output error")));
    assertEquals(ExitCode.FAILED, Failures.code(new AccessDeniedException("quota/a")));
    assertEquals(
        ExitCode.FAILED,
        Failures.code(new UncheckedIOException("cannot extend a", new IOException("I/O error"))));
  }
}
