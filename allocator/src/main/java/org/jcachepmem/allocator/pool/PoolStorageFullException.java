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
package org.jcachepmem.allocator.pool;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The file system has no room for the whole pool. */
public final class PoolStorageFullException extends PoolException {
  private static final long serialVersionUID = 1L;

  PoolStorageFullException(
      @Nullable Path path,
      String expected,
      String found,
      String advice,
      @Nullable Throwable cause) {
    super(path, expected, found, advice, cause);
  }

  /**
   * Whether an error of the system means that there is no room: the disk is full, or a quota or the
   * size of files allowed is used up. Java has no other sign of it than the system's words.
   */
  public static boolean isCause(IOException e) {
    // The message of these begins with a file's name, which may be anything.
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    String message = String.valueOf(said).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("quota")
        || message.contains("file too large")
        || message.contains("not enough space");
  }
}
