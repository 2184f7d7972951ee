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

/** A C library that does nothing: the base of doubles of which only some functions matter. */
class IdleLibc implements Libc.Functions {
  @Override
  public int open(long path, int flags) {
    return -1;
  }

  @Override
  public int posix_fallocate(int fd, long offset, long len) {
    return 0;
  }

  @Override
  public int fallocate(int fd, int mode, long offset, long len) {
    return 0;
  }

  @Override
  public int ioctl(int fd, long request, long argp) {
    return -1;
  }

  @Override
  public int close(int fd) {
    return 0;
  }

  @Override
  public int flock(int fd, int operation) {
    return 0;
  }

  @Override
  public int madvise(long addr, long length, int advice) {
    return 0;
  }
}
