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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file that can be given storage, by whatever name, or none. The C library allocates by a
 * descriptor of its own, which interrupts don't close; without it, zeros are written.
 *
 * <p>Not thread safe.
 */
final class GrowingFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(GrowingFile.class);

  private static final int STEP_BYTES = 1 << 20;

  /** EINTR: a signal came first. */
  private static final int INTERRUPTED = 4;

  /** EIO: a block can't be read. */
  private static final int UNREADABLE = 5;

  /** ENOSYS and EOPNOTSUPP on Linux, where a file system has no such call. */
  private static final int NOT_IMPLEMENTED = 38;

  private static final int NOT_SUPPORTED = 95;

  /** EINVAL: what an older system says to a mode that it does not know. */
  private static final int INVALID = 22;

  /** EFBIG: beyond the file system's or the process's own limit. */
  private static final int TOO_LARGE = 27;

  private static final int NO_SPACE = 28;
  private static final int QUOTA_EXCEEDED = 122;

  /** Signals that come one after the other: from then on the call that they cut off is given up. */
  private static final int MOST_INTERRUPTIONS = 100;

  private static final int NO_DESCRIPTOR = -1;

  private final Libc.@Nullable Functions libc;
  private final int descriptor;
  private final FileChannel channel;

  private GrowingFile(Libc.@Nullable Functions libc, int descriptor, FileChannel channel) {
    this.libc = libc;
    this.descriptor = descriptor;
    this.channel = channel;
  }

  /** Opens an existing file; {@code options} are those of its channel, which reads and writes. */
  static GrowingFile open(Libc.@Nullable Functions libc, Path path, OpenOption... options)
      throws IOException {
    // First, because an option may be to unlink it.
    int descriptor = libc == null ? NO_DESCRIPTOR : Libc.open(libc, path, Libc.O_RDWR_CLOEXEC);
    boolean opened = false;
    try {
      GrowingFile file = new GrowingFile(libc, descriptor, FileChannel.open(path, options));
      opened = true;
      return file;
    } finally {
      if (!opened) {
        close(libc, descriptor);
      }
    }
  }

  FileChannel channel() {
    return channel;
  }

  /**
   * Allocates {@code [fromBytes, toBytes)}; the file becomes {@code toBytes} long if it is shorter.
   *
   * @throws IOException if the disk is full and the file lacks some of it, or if it can't be
   *     written
   */
  void allocate(long fromBytes, long toBytes) throws IOException {
    if (fromBytes >= toBytes) {
      return;
    }
    if (!allocateByLibc(fromBytes, toBytes - fromBytes)) {
      allocateByWriting(fromBytes, toBytes);
    }
    unshare(fromBytes, toBytes - fromBytes);
  }

  /**
   * Storage that is shared with a clone of the file counts as allocated, and yet the next store to
   * it needs another block. Takes no time where nothing is shared.
   */
  private void unshare(long fromBytes, long lengthBytes) throws IOException {
    if (libc == null || descriptor < 0) {
      return;
    }
    Libc.Functions calls = libc;
    int error =
        retried(
            () ->
                calls.fallocate(descriptor, Libc.FALLOC_FL_UNSHARE_RANGE, fromBytes, lengthBytes)
                        == 0
                    ? 0
                    : Runtime.getSystemRuntime().getLastError());
    switch (error) {
      // Most file systems share nothing, and know no such call.
      case 0, NOT_IMPLEMENTED, NOT_SUPPORTED, INVALID, INTERRUPTED -> {}
      // What is shared is read first. Recovery finds what can't be, and goes on without it.
      case UNREADABLE ->
          LOG.warn("what a pool's file shares with a clone of it can't be read, and stays shared");
      default -> refuse("fallocate", error, fromBytes, lengthBytes);
    }
  }

  /**
   * Throws what a call's error means; unless it wanted room for what the file has already, as xfs
   * does: a pool must open on a full disk.
   */
  private void refuse(String call, int error, long fromBytes, long lengthBytes) throws IOException {
    boolean wantsRoom = error == NO_SPACE || error == QUOTA_EXCEEDED;
    if (wantsRoom && libc != null && ExtentMap.isWhole(libc, descriptor, fromBytes, lengthBytes)) {
      return;
    }
    throw new IOException(
        switch (error) {
          case NO_SPACE -> "No space left on device";
          case TOO_LARGE -> "File too large";
          case QUOTA_EXCEEDED -> "Disk quota exceeded";
          default -> call + " failed with error " + error;
        });
  }

  /** The error of a call, which is made again if a signal came first. */
  private static int retried(IntSupplier call) {
    int error = call.getAsInt();
    for (int again = 0; error == INTERRUPTED && again < MOST_INTERRUPTIONS; again++) {
      error = call.getAsInt();
    }
    return error;
  }

  private boolean allocateByLibc(long fromBytes, long lengthBytes) throws IOException {
    if (libc == null || descriptor < 0) {
      return false;
    }
    Libc.Functions calls = libc;
    int error = retried(() -> calls.posix_fallocate(descriptor, fromBytes, lengthBytes));
    switch (error) {
      case 0 -> {}
      case NOT_IMPLEMENTED, NOT_SUPPORTED, INTERRUPTED -> {
        return false;
      }
      default -> refuse("posix_fallocate", error, fromBytes, lengthBytes);
    }
    return true;
  }

  /** Rewrites pages that are all zero, because only they may be holes; appends zeros. */
  private void allocateByWriting(long fromBytes, long toBytes) throws IOException {
    byte[] step = new byte[STEP_BYTES];
    ByteBuffer zeros = ByteBuffer.allocate(STEP_BYTES);
    for (long at = fromBytes; at < toBytes; at += STEP_BYTES) {
      int wanted = (int) Math.min(STEP_BYTES, toBytes - at);
      int present = read(channel, at, ByteBuffer.wrap(step, 0, wanted));
      for (int page = 0; page < wanted; page += (int) Pages.BYTES) {
        int length = (int) Math.min(Pages.BYTES, wanted - page);
        if (page >= present || isZero(step, page, Math.min(length, present - page))) {
          write(channel, at + page, zeros.clear().limit(length));
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

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      close(libc, descriptor);
    }
  }

  private static void close(Libc.@Nullable Functions libc, int descriptor) {
    if (libc != null && descriptor >= 0) {
      libc.close(descriptor);
    }
  }
}
