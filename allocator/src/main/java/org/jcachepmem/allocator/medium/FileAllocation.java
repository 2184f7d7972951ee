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
import java.io.RandomAccessFile;
import java.nio.file.Path;

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

  private FileAllocation() {}

  /**
   * Allocates {@code [0, sizeBytes)} of an existing file, which becomes {@code sizeBytes} long if
   * it is shorter, and writes its metadata back.
   *
   * @throws IOException if the disk is full or the file can't be written
   */
  public static void allocate(Path path, long sizeBytes) throws IOException {
    if (!allocateByLibc(path, sizeBytes)) {
      allocateByWriting(path, sizeBytes);
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.getFD().sync();
    }
  }

  private static boolean allocateByLibc(Path path, long sizeBytes) throws IOException {
    Libc.Functions libc = NativeGate.libc().functions();
    if (libc == null) {
      return false;
    }
    int descriptor = libc.open(path.toString(), Libc.O_RDWR_CLOEXEC);
    if (descriptor < 0) {
      return false;
    }
    try {
      int error;
      do {
        error = libc.posix_fallocate(descriptor, 0, sizeBytes);
      } while (error == INTERRUPTED);
      return switch (error) {
        case 0 -> true;
        case NOT_IMPLEMENTED, NOT_SUPPORTED -> false;
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
  static void allocateByWriting(Path path, long sizeBytes) throws IOException {
    byte[] step = new byte[STEP_BYTES];
    byte[] zeros = new byte[STEP_BYTES];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      for (long at = 0; at < sizeBytes; at += STEP_BYTES) {
        int wanted = (int) Math.min(STEP_BYTES, sizeBytes - at);
        int present = (int) Math.max(0, Math.min(wanted, file.length() - at));
        file.seek(at);
        file.readFully(step, 0, present);
        for (int page = 0; page < wanted; page += (int) Pages.BYTES) {
          int length = (int) Math.min(Pages.BYTES, wanted - page);
          if (page >= present || isZero(step, page, Math.min(length, present - page))) {
            file.seek(at + page);
            file.write(zeros, 0, length);
          }
        }
      }
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
