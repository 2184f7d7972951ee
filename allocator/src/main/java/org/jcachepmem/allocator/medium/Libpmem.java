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

import jnr.ffi.Pointer;

/** libpmem 1.1's functions, by their C names. See {@code man 7 libpmem}. */
final class Libpmem {
  /** {@code PMEM_F_MEM_NODRAIN}: the copy is completed by a later {@code pmem_drain}. */
  static final int PMEM_F_MEM_NODRAIN = 1;

  /** {@code PMEM_F_MEM_NONTEMPORAL}: the copy goes around the processor's caches. */
  static final int PMEM_F_MEM_NONTEMPORAL = 2;

  private Libpmem() {}

  /**
   * The functions. But for one they take and return primitives only, at most five, and none is
   * annotated, so that the binding generates direct stubs of some 12 ns, and is ready in half the
   * time that converted types take. What C has as a pointer is an address; {@link NativeGate} says
   * that errno is not kept.
   */
  @SuppressWarnings("checkstyle:MethodName")
  public interface Functions {
    /** Returns the address of a message, or 0. */
    long pmem_check_version(int majorRequired, int minorRequired);

    /**
     * The addresses of a path, a {@code size_t} and an {@code int}. The last one is no primitive,
     * because the direct stubs of the binding look for a sixth one in the wrong place.
     */
    long pmem_map_file(long path, long len, int flags, int mode, long mappedLenp, Pointer isPmemp);

    int pmem_is_pmem(long addr, long len);

    int pmem_has_auto_flush();

    void pmem_persist(long addr, long len);

    void pmem_flush(long addr, long len);

    void pmem_drain();

    int pmem_msync(long addr, long len);

    long pmem_memcpy(long dest, long src, long len, int flags);

    int pmem_unmap(long addr, long len);

    /** Returns the address of a message. */
    long pmem_errormsg();
  }
}
