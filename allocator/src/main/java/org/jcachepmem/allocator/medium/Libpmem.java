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
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.byref.NativeLongByReference;
import org.jspecify.annotations.Nullable;

/** libpmem 1.1's functions, by their C names. See {@code man 7 libpmem}. */
final class Libpmem {
  /** {@code PMEM_F_MEM_NODRAIN}: the copy is completed by a later {@code pmem_drain}. */
  static final int PMEM_F_MEM_NODRAIN = 1;

  /** {@code PMEM_F_MEM_NONTEMPORAL}: the copy goes around the processor's caches. */
  static final int PMEM_F_MEM_NONTEMPORAL = 2;

  private Libpmem() {}

  /**
   * The functions. The calls made per operation take only primitives and ignore errno: the binding
   * then generates a direct stub of some 12 ns.
   */
  @SuppressWarnings("checkstyle:MethodName")
  public interface Functions {
    @IgnoreError
    @Nullable String pmem_check_version(int majorRequired, int minorRequired);

    @IgnoreError
    long pmem_map_file(
        String path,
        long len,
        int flags,
        int mode,
        @Out NativeLongByReference mappedLen,
        @Out IntByReference isPmem);

    @IgnoreError
    int pmem_is_pmem(long addr, long len);

    @IgnoreError
    int pmem_has_auto_flush();

    @IgnoreError
    void pmem_persist(long addr, long len);

    @IgnoreError
    void pmem_flush(long addr, long len);

    @IgnoreError
    void pmem_drain();

    @IgnoreError
    int pmem_msync(long addr, long len);

    @IgnoreError
    long pmem_memcpy(long dest, long src, long len, int flags);

    @IgnoreError
    int pmem_unmap(long addr, long len);

    @IgnoreError
    @Nullable String pmem_errormsg();
  }
}
