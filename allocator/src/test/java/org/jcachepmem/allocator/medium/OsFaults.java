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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which call to the system fails, and how: the n-th use of a kind, once or from then on. Counts the
 * uses of all kinds. Thread safe.
 */
public final class OsFaults {
  /** What the product asks of the system. */
  public enum Call {
    READ_ATTRIBUTES,
    CHECK_ACCESS,
    FILE_STORE,
    REAL_PATH,
    LIST,
    LIST_NEXT,
    CREATE_FILE,
    OPEN,
    LOCK,
    READ,
    WRITE,
    TRUNCATE,
    SIZE,
    MAP,
    FORCE,
    CLOSE,
    MOVE,
    DELETE,
    PROCESS_STATUS,
    LIBC_OPEN,
    FLOCK,
    FALLOCATE,
    UNSHARE,
    MADVISE,
    JDK_MSYNC,
    PMEM_MAP_FILE,
    PMEM_MSYNC
  }

  /** What the system says. */
  public enum Fault {
    IO_ERROR(5, "Input/output error"),
    DISK_FULL(28, "No space left on device"),
    OVER_QUOTA(122, "Disk quota exceeded"),
    TOO_LARGE(27, "File too large"),
    DENIED(13, "Permission denied"),
    INTERRUPTED(4, "Interrupted system call"),
    NOT_SUPPORTED(95, "Operation not supported");

    final int number;
    final String message;

    Fault(int number, String message) {
      this.number = number;
      this.message = message;
    }
  }

  private final Map<Call, Integer> uses = new EnumMap<>(Call.class);
  private @Nullable Call victim;
  private Fault fault = Fault.IO_ERROR;
  private int nth;
  private boolean forGood;
  private int failures;
  private final List<IOException> planted = new ArrayList<>();
  private int locksElsewhere;

  /** Counts from here on; nothing fails. */
  public synchronized void count() {
    uses.clear();
    victim = null;
    failures = 0;
    planted.clear();
    locksElsewhere = 0;
  }

  /** Counts from here on; the {@code use}-th call of that kind fails, and later ones if so told. */
  public synchronized void plant(Call call, Fault how, int use, boolean andLater) {
    count();
    victim = call;
    fault = how;
    nth = use;
    forGood = andLater;
  }

  /** The next so many locks are held by another process. */
  public synchronized void lockedElsewhere(int times) {
    locksElsewhere = times;
  }

  /** How often each kind was called. */
  public synchronized Map<Call, Integer> uses() {
    return new EnumMap<>(uses);
  }

  /** How many calls failed. */
  public synchronized int failures() {
    return failures;
  }

  /** The exceptions that were thrown; none if the call has another way to fail. */
  public synchronized List<IOException> planted() {
    return List.copyOf(planted);
  }

  synchronized boolean isLockedElsewhere() {
    return locksElsewhere > 0 && locksElsewhere-- > 0;
  }

  /** 0, or the error number that the call returns. */
  synchronized int error(Call call) {
    int use = uses.merge(call, 1, Integer::sum);
    if (call != victim || use < nth || use > nth && !forGood) {
      return 0;
    }
    failures++;
    return fault.number;
  }

  /** Throws if the call fails. */
  public void check(Call call, Object what) throws IOException {
    if (error(call) != 0) {
      IOException thrown =
          fault == Fault.DENIED
              ? new AccessDeniedException(what.toString())
              : new FileSystemException(what.toString(), null, fault.message);
      synchronized (this) {
        planted.add(thrown);
      }
      throw thrown;
    }
  }

  String message() {
    return fault.message;
  }
}
