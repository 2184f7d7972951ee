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

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mapped file that has a name, by which it is opened for each call. Meanwhile the name may have
 * become that of another file: so it is looked at after each opening, and nothing is done to a file
 * that is not the one that is mapped.
 *
 * <p>Thread safe.
 */
final class NamedFile implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(NamedFile.class);

  // struct file_clone_range
  private static final int CLONE_RANGE_BYTES = 32;
  private static final int SRC_FD_AT = 0;
  private static final int SRC_OFFSET_AT = 8;
  private static final int SRC_LENGTH_AT = 16;
  private static final int DEST_OFFSET_AT = 24;

  private static final String LOST_NAME =
      "the one that is open was moved, replaced or deleted, and is used without that name."
          + " Nothing else was touched. Move it back, or make a snapshot before it is closed";

  private final Path path;
  private final FileAllocation allocation;
  private final Libc.@Nullable Functions libc;

  /** Tells the file that is mapped from one that got its name since; null if nothing does. */
  private final @Nullable Object key;

  private NamedFile(
      Path path, FileAllocation allocation, Libc.@Nullable Functions libc, @Nullable Object key) {
    this.path = path;
    this.allocation = allocation;
    this.libc = libc;
    this.key = key;
  }

  static NamedFile of(Path path, FileAllocation allocation, Libc.@Nullable Functions libc)
      throws IOException {
    return new NamedFile(path, allocation, libc, key(path));
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /**
   * For who has opened or mapped what has the name: returns if that is the file that is mapped.
   *
   * @throws IOException if it is another one, or none
   */
  void checkName() throws IOException {
    Object found;
    try {
      found = key(path);
    } catch (NoSuchFileException e) {
      throw new IOException("no file has its name any more: " + LOST_NAME, e);
    }
    // Where the system has no keys, it does not let a mapped file be replaced either.
    if (!Objects.equals(key, found)) {
      throw new IOException("another file has its name: " + LOST_NAME);
    }
  }

  private void use(FileAllocation.FileUse what) throws IOException {
    checkName(); // so that a name that is gone is told as that
    allocation.withFile(
        path,
        file -> {
          checkName();
          what.use(file);
        });
  }

  @Override
  public void allocate(long fromBytes, long toBytes) throws IOException {
    use(file -> FileAllocation.allocate(file, fromBytes, toBytes));
  }

  @Override
  public void shorten(long sizeBytes) throws IOException {
    use(file -> file.channel().truncate(sizeBytes));
  }

  @Override
  public boolean cloneFrom(Storage source, long offset, long lengthBytes) {
    if (libc == null || !(source instanceof NamedFile named)) {
      return false;
    }
    String failure;
    try {
      failure = cloneFrom(libc, named, offset, lengthBytes);
    } catch (IOException e) {
      LOG.debug("a file that is mapped can't be found", e);
      failure = e.toString();
    }
    if (failure.isEmpty()) {
      return true;
    }
    LOG.info("{} can't share the storage of {}: {}", path, named.path, failure);
    return false;
  }

  /** What failed; empty if nothing did. */
  private String cloneFrom(Libc.Functions libc, NamedFile source, long offset, long lengthBytes)
      throws IOException {
    int from = Libc.open(libc, source.path, Libc.O_RDONLY_CLOEXEC);
    int to = Libc.open(libc, path, Libc.O_RDWR_CLOEXEC);
    try {
      if (from < 0 || to < 0) {
        return "they can't be opened";
      }
      // Of the names, after they were opened: what is open is what was mapped.
      if (!isStill() || !source.isStill()) {
        return "one of them has been replaced";
      }
      ByteBuffer range =
          ByteBuffer.allocateDirect(CLONE_RANGE_BYTES)
              .order(ByteOrder.nativeOrder())
              .putLong(SRC_FD_AT, from)
              .putLong(SRC_OFFSET_AT, offset)
              .putLong(SRC_LENGTH_AT, lengthBytes)
              .putLong(DEST_OFFSET_AT, offset);
      int result = libc.ioctl(to, Libc.FICLONERANGE, RawMemory.addressOf(range));
      int error = Runtime.getSystemRuntime().getLastError();
      Reference.reachabilityFence(range);
      return result == 0 ? "" : "ioctl FICLONERANGE gave error " + error;
    } finally {
      close(libc, from);
      close(libc, to);
    }
  }

  private boolean isStill() throws IOException {
    return key != null && Objects.equals(key, key(path));
  }

  private static void close(Libc.Functions libc, int descriptor) {
    if (descriptor >= 0) {
      libc.close(descriptor);
    }
  }
}
