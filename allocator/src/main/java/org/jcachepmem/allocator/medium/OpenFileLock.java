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
import java.nio.file.Path;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a file, by whatever name it was opened: {@code flock}, which Java lacks. It belongs to
 * the descriptor it was taken with, so that closing another of the file does not cost it, as it
 * costs a process the locks that Java has. The system takes it back when the process ends.
 *
 * <p>Thread safe.
 */
public final class OpenFileLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFileLock.class);

  private static final int NO_DESCRIPTOR = -1;

  /** EINTR: a signal came first. */
  private static final int INTERRUPTED = 4;

  /** Signals that come one after the other: from then on the call that they cut off is given up. */
  private static final int MOST_CALLS = 100;

  /** EWOULDBLOCK on Linux. */
  private static final int LOCKED_ELSEWHERE = 11;

  // What keeps a file from being opened, and will keep whoever wants to map it, who says so.
  private static final int NOT_PERMITTED = 1;
  private static final int NO_SUCH_FILE = 2;
  private static final int DENIED = 13;
  private static final int READ_ONLY = 30;

  private final Libc.@Nullable Functions libc;
  private int descriptor;

  private OpenFileLock(Libc.@Nullable Functions libc, int descriptor) {
    this.libc = libc;
    this.descriptor = descriptor;
  }

  /**
   * Locks an existing file, which takes the right to write it, or to read it if the lock is {@code
   * shared}. Null if it is locked elsewhere; what {@link #isHeld} says no of if it can't be locked
   * here.
   *
   * @throws IOException if the file can't be opened, and not for lack of rights
   */
  public static @Nullable OpenFileLock tryLock(Path path, boolean shared) throws IOException {
    return tryLock(NativeGate.libc().functions(), path, shared);
  }

  static @Nullable OpenFileLock tryLock(Libc.@Nullable Functions libc, Path path, boolean shared)
      throws IOException {
    if (libc == null) {
      return none(path, "there is no C library");
    }
    try {
      MemoryAccess.require();
    } catch (IOException e) {
      return none(path, e.toString());
    }
    int descriptor = Libc.open(libc, path, shared ? Libc.O_RDONLY_CLOEXEC : Libc.O_RDWR_CLOEXEC);
    if (descriptor < 0) {
      int error = lastError();
      return switch (error) {
        case NOT_PERMITTED, NO_SUCH_FILE, DENIED, READ_ONLY -> none(path, "open", error);
        default -> throw new IOException("open failed with error " + error);
      };
    }
    int error = lock(libc, descriptor, (shared ? Libc.LOCK_SH : Libc.LOCK_EX) | Libc.LOCK_NB);
    if (error == 0) {
      return new OpenFileLock(libc, descriptor);
    }
    libc.close(descriptor);
    return error == LOCKED_ELSEWHERE ? null : none(path, "flock", error);
  }

  private static int lock(Libc.Functions libc, int descriptor, int operation) {
    int error = INTERRUPTED;
    for (int call = 0; error == INTERRUPTED && call < MOST_CALLS; call++) {
      error = libc.flock(descriptor, operation) == 0 ? 0 : lastError();
    }
    return error;
  }

  private static OpenFileLock none(Path path, String why) {
    LOG.debug("{} itself is not locked: {}", path, why);
    return new OpenFileLock(null, NO_DESCRIPTOR);
  }

  private static OpenFileLock none(Path path, String call, int error) {
    return none(path, call + " gave error " + error);
  }

  private static int lastError() {
    return Runtime.getSystemRuntime().getLastError();
  }

  /** Whether there is a lock. */
  public synchronized boolean isHeld() {
    return descriptor >= 0;
  }

  /** Gives the lock back. Idempotent. */
  @Override
  public synchronized void close() {
    if (libc != null && descriptor >= 0) {
      // A process that is being started may have the descriptor, too, until it runs its program.
      libc.flock(descriptor, Libc.LOCK_UN);
      libc.close(descriptor);
      descriptor = NO_DESCRIPTOR;
    }
  }
}
