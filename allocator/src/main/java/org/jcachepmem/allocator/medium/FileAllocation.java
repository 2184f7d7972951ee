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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Gives every page of a file its storage: a mapped hole that meets a full disk is a signal, not an
 * error. Contents stay; what is added reads as zero.
 */
public final class FileAllocation {
  private static final int STEP_BYTES = 1 << 20;

  /** EINTR: a signal came first. */
  private static final int INTERRUPTED = 4;

  /** ENOSYS and EOPNOTSUPP on Linux, where a file system has no such call. */
  private static final int NOT_IMPLEMENTED = 38;

  private static final int NOT_SUPPORTED = 95;

  /** EFBIG: beyond the file system's or the process's own limit. */
  private static final int TOO_LARGE = 27;

  private static final int NO_SPACE = 28;
  private static final int QUOTA_EXCEEDED = 122;

  /** Signals that come one after the other: from then on the call that they cut off is given up. */
  private static final int MOST_INTERRUPTIONS = 100;

  private final Libc.@Nullable Functions libc;

  FileAllocation(Libc.@Nullable Functions libc) {
    this.libc = libc;
  }

  /** By the C library, where there is one; else by writing. */
  public static FileAllocation ofSystem() {
    return new FileAllocation(NativeGate.libc().functions());
  }

  /**
   * Allocates {@code [fromBytes, sizeBytes)} of an existing file, which becomes {@code sizeBytes}
   * long if it is shorter, and writes its metadata back. Nobody else may store to that range
   * meanwhile: where the system can't allocate, its pages are rewritten.
   *
   * @throws IOException if the disk is full or the file can't be written
   */
  public void allocate(Path path, long fromBytes, long sizeBytes) throws IOException {
    // A pending interrupt would close the channels; it is the caller's, for later.
    boolean interrupted = Thread.interrupted();
    try {
      if (!allocateByLibc(path, fromBytes, sizeBytes)) {
        allocateByWriting(path, fromBytes, sizeBytes);
      }
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        file.force(true);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean allocateByLibc(Path path, long fromBytes, long sizeBytes) throws IOException {
    if (libc == null) {
      return false;
    }
    int descriptor = libc.open(path.toString(), Libc.O_RDWR_CLOEXEC);
    if (descriptor < 0) {
      return false;
    }
    try {
      int error;
      int interruptions = 0;
      do {
        error = libc.posix_fallocate(descriptor, fromBytes, sizeBytes - fromBytes);
      } while (error == INTERRUPTED && ++interruptions < MOST_INTERRUPTIONS);
      return switch (error) {
        case 0 -> true;
        case NOT_IMPLEMENTED, NOT_SUPPORTED, INTERRUPTED -> false;
        case NO_SPACE -> throw new IOException("No space left on device");
        case TOO_LARGE -> throw new IOException("File too large");
        case QUOTA_EXCEEDED -> throw new IOException("Disk quota exceeded");
        default -> throw new IOException("posix_fallocate failed with error " + error);
      };
    } finally {
      libc.close(descriptor);
    }
  }

  /** Rewrites pages that are all zero, because only they may be holes; appends zeros. */
  static void allocateByWriting(Path path, long fromBytes, long sizeBytes) throws IOException {
    byte[] step = new byte[STEP_BYTES];
    ByteBuffer zeros = ByteBuffer.allocate(STEP_BYTES);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long at = fromBytes; at < sizeBytes; at += STEP_BYTES) {
        int wanted = (int) Math.min(STEP_BYTES, sizeBytes - at);
        int present = read(file, at, ByteBuffer.wrap(step, 0, wanted));
        for (int page = 0; page < wanted; page += (int) Pages.BYTES) {
          int length = (int) Math.min(Pages.BYTES, wanted - page);
          if (page >= present || isZero(step, page, Math.min(length, present - page))) {
            write(file, at + page, zeros.clear().limit(length));
          }
        }
      }
    }
  }

  /** Reads until the buffer or the file ends; returns how much there was. */
  private static int read(FileChannel file, long at, ByteBuffer buffer) throws IOException {
    int present = 0;
    for (int read = 0; read >= 0 && buffer.hasRemaining(); present += Math.max(0, read)) {
      read = file.read(buffer, at + present);
    }
    return present;
  }

  private static void write(FileChannel file, long at, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      file.write(buffer, at + buffer.position());
    }
  }

  private static boolean isZero(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
