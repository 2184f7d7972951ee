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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** New files for what comes out of a pool. Stateless. */
final class OwnersFile {
  private OwnersFile() {}

  /**
   * Makes an empty file for the eyes of its owner, as the pool is.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of that name
   */
  static void create(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      Files.createFile(file);
    }
  }

  /** The same with those bytes in it; if they can't be written there is none. */
  static void write(Path file, byte[] bytes) throws IOException {
    create(file);
    boolean isWritten = false;
    try {
      Files.write(file, bytes);
      isWritten = true;
    } finally {
      if (!isWritten) {
        Files.deleteIfExists(file);
      }
    }
  }
}
