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

/** The few functions of the C library that Java lacks, by their C names. Linux only. */
final class Libc {
  /** {@code O_RDWR | O_CLOEXEC} on Linux. */
  static final int O_RDWR_CLOEXEC = 2 | 0x80000;

  private Libc() {}

  /** The functions. */
  public interface Functions {
    int open(String path, int flags);

    /** Returns the error number itself. */
    @IgnoreError
    int posix_fallocate(int fd, long offset, long len);

    @IgnoreError
    int close(int fd);
  }
}
