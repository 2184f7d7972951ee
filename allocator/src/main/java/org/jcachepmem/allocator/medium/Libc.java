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

import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.annotations.SaveError;

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

  private Libc() {}

  /** The functions. */
  public interface Functions {
    int open(String path, int flags);

    /** Returns the error number itself. */
    @IgnoreError
    int posix_fallocate(int fd, long offset, long len);

    /** Returns 0, or -1 and leaves the error number to {@code Runtime.getLastError()}. */
    @SaveError
    int fallocate(int fd, int mode, long offset, long len);

    /** As {@link #fallocate}; {@code argp} is an address. */
    @SaveError
    int ioctl(int fd, long request, long argp);

    @IgnoreError
    int close(int fd);
  }
}
