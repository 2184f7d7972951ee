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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that processes left behind, because they were killed while they made a pool: each begins
 * with the pool's name, what it was to be, and the process's number.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** Clocks of files are coarser than those of processes. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

  /** Files of volatile pools have a name for an instant only; this is ample. */
  private static final Duration UNLINKED_BY = Duration.ofMinutes(1);

  private Leftovers() {}

  /** How names begin of pools that are being made, under the lock of the pool at {@code file}. */
  static String unfinishedPrefix(Path file) {
    return file.getFileName() + ".creating-";
  }

  /** How names begin of volatile pools that still have one. */
  static String volatilePrefix(Path file) {
    return file.getFileName() + ".volatile-";
  }

  /** Removes pools that were not finished; the lock says that none is being made. */
  static void removeUnfinished(Path file) {
    remove(file, unfinishedPrefix(file), path -> true);
  }

  /** Removes files of volatile pools whose process ended before it had unlinked them. */
  static void removeVolatile(Path file, PoolHost host) {
    String prefix = volatilePrefix(file);
    remove(file, prefix, path -> isOfThisUser(path, host) && !isInUse(path, prefix, host));
  }

  private static void remove(Path file, String prefix, DirectoryStream.Filter<Path> filter) {
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            PoolChecks.directory(file),
            path -> path.getFileName().toString().startsWith(prefix) && filter.accept(path))) {
      siblings.forEach(Leftovers::delete);
    } catch (IOException e) {
      throw PoolChecks.unreadable(file, e);
    } catch (DirectoryIteratorException e) {
      throw PoolChecks.unreadable(file, e.getCause());
    }
  }

  /** Others' files in a directory for all, such as that for temporary files, are theirs. */
  private static boolean isOfThisUser(Path path, PoolHost host) throws IOException {
    try {
      PoolHost.Ownership ownership = host.ownership(path);
      int user = host.effectiveUser();
      return ownership == null || user < 0 || ownership.uid() == user;
    } catch (NoSuchFileException e) {
      return false; // unlinked meanwhile
    }
  }

  /**
   * Whether a process of the number in the name was there when the file was made. A number comes
   * again, in containers at each start. One that is not there may be another container's, which
   * shares the directory and counts its processes for itself: so what is new is in use, too.
   */
  private static boolean isInUse(Path path, String prefix, PoolHost host) throws IOException {
    String number = path.getFileName().toString().substring(prefix.length()).split("-")[0];
    try {
      Instant started = host.startOf(Long.parseLong(number));
      Instant made = Files.getLastModifiedTime(path).toInstant();
      return made.plus(UNLINKED_BY).isAfter(Instant.now())
          || started != null && !started.isAfter(made.plus(CLOCK_STEP));
    } catch (NumberFormatException e) {
      return true; // none of ours
    } catch (NoSuchFileException e) {
      return true; // unlinked meanwhile
    }
  }

  /** Deletes the rest of a pool, or says why that can't be. */
  static void delete(Path rest) {
    try {
      Files.deleteIfExists(rest);
    } catch (IOException e) {
      LOG.warn(
          "cannot remove {}, the rest of a pool that was not finished: {}", rest, e.toString());
    }
  }
}
