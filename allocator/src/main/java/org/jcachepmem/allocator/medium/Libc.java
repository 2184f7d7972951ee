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
import java.nio.file.Path;

/** The few functions of the C library that Java lacks, by their C names. Linux only. */
final class Libc {
  /** {@code O_RDWR | O_CLOEXEC} on Linux. */
  static final int O_RDWR_CLOEXEC = 2 | 0x80000;

  /** {@code O_RDONLY | O_CLOEXEC} on Linux. */
  static final int O_RDONLY_CLOEXEC = 0x80000;

  /** Gives a range storage of its own where it shares some with another file. */
  static final int FALLOC_FL_UNSHARE_RANGE = 0x40;

  /**
   * Has a range of one file share the storage of another's. Processors that number it otherwise
   * have no such call by this number, and say so.
   */
  static final long FICLONERANGE = 0x4020_940DL;

  /** Lists where a file's bytes are; numbered as {@link #FICLONERANGE} is. */
  static final long FS_IOC_FIEMAP = 0xC020_660BL;

  /** Locks for who reads, or for who writes; fails instead of waiting; gives the lock back. */
  static final int LOCK_SH = 1;

  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int LOCK_UN = 8;

  /** A mapping is read at random places. */
  static final int MADV_RANDOM = 1;

  /** A range of a mapping is read soon. */
  static final int MADV_WILLNEED = 3;

  private Libc() {}

  /**
   * The functions, as {@link Libpmem.Functions} are; each leaves its error number to {@code
   * Runtime.getLastError()}.
   */
  public interface Functions {
    /** {@code path} is an address. */
    int open(long path, int flags);

    /** Returns the error number itself. */
    int posix_fallocate(int fd, long offset, long len);

    /** Returns 0, or -1 and leaves an error number. */
    int fallocate(int fd, int mode, long offset, long len);

    /** As {@link #fallocate}; {@code argp} is an address. */
    int ioctl(int fd, long request, long argp);

    int close(int fd);

    /** As {@link #fallocate}. */
    int flock(int fd, int operation);

    /** As {@link #fallocate}; {@code addr} is that of a page. */
    int madvise(long addr, long length, int advice);
  }

  /**
   * Opens a file; negative if it can't be opened.
   *
   * @throws IOException if this JVM refuses access to memory, where the call takes the name from
   */
  static int open(Functions libc, Path path, int flags) throws IOException {
    MemoryAccess.require();
    CString name = new CString(path);
    int descriptor = libc.open(name.address(), flags);
    Reference.reachabilityFence(name);
    return descriptor;
  }
}
