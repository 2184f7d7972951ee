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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jcachepmem.allocator.medium.FileAllocation;
import org.jcachepmem.allocator.pool.PoolFile;

/** New files for what comes out of a pool, for the eyes of its owner, as the pool is. Stateless. */
final class OwnersFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private OwnersFile() {}

  /**
   * Writes what is to be in a file.
   *
   * @param <T> what it tells of that
   */
  @FunctionalInterface
  interface Contents<T> {
    T write(OutputStream to) throws IOException;
  }

  /**
   * Makes a file that has its name when all of it is there, durably: what fails, is interrupted or
   * killed leaves none of that name. After a kill one with {@code .making-} and the process's
   * number behind the name stays.
   *
   * @throws FileAlreadyExistsException if there is something of that name
   */
  static <T> T write(Path file, Contents<T> contents) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    FileAllocation.createOwnerOnly(unfinished);
    unfinished.toFile().deleteOnExit(); // of a command that is interrupted
    try {
      T told = writeBack(unfinished, contents);
      giveName(unfinished, file);
      PoolFile.writeBackDirectory(file.toAbsolutePath());
      return told;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** The same, with those bytes in it. */
  static void write(Path file, byte[] bytes) throws IOException {
    write(
        file,
        to -> {
          to.write(bytes);
          return bytes.length;
        });
  }

  /**
   * What a file is called until it is complete. What a command that was killed left may have that
   * name, too: containers give the same numbers.
   */
  static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".making-" + ProcessHandle.current().pid());
  }

  private static <T> T writeBack(Path file, Contents<T> contents) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        OutputStream to =
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
      T told = contents.write(to);
      to.flush();
      channel.force(true);
      return told;
    }
  }

  /** By a link, which never takes a name from another file; not every file system has them. */
  private static void giveName(Path unfinished, Path file) throws IOException {
    try {
      Files.createLink(file, unfinished);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(unfinished, file); // which looks first whether the name is taken
    }
  }
}
