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
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A file, or a device-DAX node, mapped by libpmem.
 *
 * <p>What libpmem says at map time decides, once: on persistent memory a flush is CLWB of the lines
 * (nothing, if the platform flushes its caches on power loss: eADR) and a fence is SFENCE;
 * elsewhere flushes gather pages, and fences are group commits by msync.
 *
 * <p>Native code writes to the pool only in {@link #copyInAndFlush} on persistent memory:
 * non-temporal stores, from a buffer of the thread, inside checked bounds.
 */
public final class LibpmemMedium extends AddressedMedium<LibpmemMedium.Region> {
  /**
   * From this length on, going around the caches is faster than storing and flushing line by line.
   */
  static final int NON_TEMPORAL_FROM_BYTES = 2 << 10;

  /** Up to this length, so that a thread's buffer stays small and a copy stays one call. */
  static final int NON_TEMPORAL_TO_BYTES = 128 << 10;

  /** Where {@code pmem_map_file} answers: a {@code size_t} and an {@code int}. */
  private static final int MAPPED_LENGTH_AT = 0;

  private static final int IS_PMEM_AT = 8;
  private static final int ANSWERS_BYTES = 12;
  private static final int ONE_WINDOW = 62;
  private static final Cleaner CLEANER = Cleaner.create();
  private static final ThreadLocal<ByteBuffer> STAGING =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(NON_TEMPORAL_TO_BYTES));

  private final Libpmem.Functions libpmem;
  private final NamedFile file;
  private final boolean persistentMemory;
  private final boolean autoFlush;
  private final PageWriteback writeback;

  private LibpmemMedium(
      Libpmem.Functions libpmem,
      Path path,
      NamedFile file,
      Mapping<Region> mapping,
      PageAdvice advice) {
    super(path, file, mapping, advice);
    this.libpmem = libpmem;
    this.file = file;
    this.persistentMemory = mapping.owner().persistentMemory;
    this.autoFlush = persistentMemory && libpmem.pmem_has_auto_flush() == 1;
    this.writeback = new PageWriteback(path.toString(), counters(), ONE_WINDOW, this::msync);
  }

  /**
   * Maps an existing, fully allocated file or device.
   *
   * @throws IOException if libpmem is not there or can't map it
   */
  public static LibpmemMedium open(Path path) throws IOException {
    NativeGate.Loaded<Libpmem.Functions> loaded = NativeGate.libpmem();
    Libpmem.Functions libpmem = loaded.functions();
    if (libpmem == null) {
      throw new IOException(loaded.missing());
    }
    return open(libpmem, path, FileAllocation.ofSystem());
  }

  static LibpmemMedium open(Libpmem.Functions libpmem, Path path, FileAllocation allocation)
      throws IOException {
    Mapping<Region> mapping = map(libpmem, path);
    PageAdvice advice = mapping.owner().persistentMemory ? PageAdvice.NONE : allocation.advice();
    return new LibpmemMedium(libpmem, path, allocation.of(path), mapping, advice);
  }

  private static Mapping<Region> map(Libpmem.Functions libpmem, Path path) throws IOException {
    CString name = new CString(path);
    ByteBuffer answers = ByteBuffer.allocateDirect(ANSWERS_BYTES).order(ByteOrder.nativeOrder());
    long answersAt = RawMemory.addressOf(answers);
    // Neither PMEM_FILE_CREATE nor a length: the file is mapped as it is, never created or
    // truncated.
    long address =
        libpmem.pmem_map_file(
            name.address(),
            0,
            0,
            0,
            answersAt + MAPPED_LENGTH_AT,
            Pointer.wrap(Runtime.getSystemRuntime(), answersAt + IS_PMEM_AT));
    Reference.reachabilityFence(name);
    if (address == 0) {
      throw new IOException(
          "libpmem cannot map " + path + ": " + CString.at(libpmem.pmem_errormsg()));
    }
    long length = answers.getLong(MAPPED_LENGTH_AT);
    // Asked of the range, too: pmem_map_file answers for the file, and both must agree to skip
    // msync.
    boolean pmem = answers.getInt(IS_PMEM_AT) == 1 && libpmem.pmem_is_pmem(address, length) == 1;
    Region region = new Region(pmem);
    CLEANER.register(region, () -> libpmem.pmem_unmap(address, length));
    return new Mapping<>(new long[] {address}, ONE_WINDOW, length, region);
  }

  @Override
  Mapping<Region> remap(long sizeBytes) throws IOException {
    Mapping<Region> remapped = map(libpmem, path());
    file.checkName(); // after, because libpmem opens it by name itself; it changes nothing in it
    if (remapped.owner().persistentMemory != persistentMemory
        || remapped.sizeBytes() != sizeBytes) {
      throw new IOException(path() + " changed its kind or size while it was extended");
    }
    return remapped;
  }

  @Override
  void persistExtension(long offset, long lengthBytes) {
    if (persistentMemory) {
      Mapping<Region> m = mapping();
      counters().calledNative(1);
      libpmem.pmem_persist(m.address(offset), lengthBytes);
      Reference.reachabilityFence(m);
    } else {
      writeback.flush(offset, lengthBytes);
      writeback.fence();
    }
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    if (!persistentMemory
        || lengthBytes < NON_TEMPORAL_FROM_BYTES
        || lengthBytes > NON_TEMPORAL_TO_BYTES) {
      super.copyInAndFlush(offset, source, sourceIndex, lengthBytes);
      return;
    }
    Mapping<Region> m = mapping();
    Bounds.checkRange(offset, lengthBytes, m.sizeBytes());
    Objects.checkFromIndexSize(sourceIndex, lengthBytes, source.length);
    ByteBuffer staging = STAGING.get();
    staging.put(0, source, sourceIndex, lengthBytes);
    counters().flushed(offset, lengthBytes);
    counters().calledNative(1);
    libpmem.pmem_memcpy(
        m.address(offset),
        RawMemory.addressOf(staging),
        lengthBytes,
        Libpmem.PMEM_F_MEM_NODRAIN | Libpmem.PMEM_F_MEM_NONTEMPORAL);
    Reference.reachabilityFence(staging);
    Reference.reachabilityFence(m);
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Mapping<Region> m = mapping();
    Bounds.checkRange(offset, lengthBytes, m.sizeBytes());
    counters().flushed(offset, lengthBytes);
    if (!persistentMemory) {
      writeback.flush(offset, lengthBytes);
    } else if (!autoFlush && lengthBytes > 0) {
      counters().calledNative(1);
      libpmem.pmem_flush(m.address(offset), lengthBytes);
    }
    Reference.reachabilityFence(m);
  }

  @Override
  public void checkUsable() {
    writeback.checkUsable();
  }

  @Override
  public void fence() {
    mapping();
    if (persistentMemory) {
      counters().calledNative(1);
      libpmem.pmem_drain();
    } else {
      writeback.fence();
    }
    counters().fenced();
  }

  private void msync(PageRuns runs) throws IOException {
    Mapping<Region> m = mapping();
    for (int i = 0; i < runs.count(); i++) {
      counters().calledNative(1);
      long length = runs.end(i) - runs.start(i);
      if (libpmem.pmem_msync(m.address(runs.start(i)), length) != 0) {
        throw new IOException("pmem_msync: " + CString.at(libpmem.pmem_errormsg()));
      }
    }
    Reference.reachabilityFence(m);
  }

  @Override
  public MediumFacts facts() {
    String how = !persistentMemory ? "msync" : autoFlush ? "eADR" : "CLWB";
    return new MediumFacts(
        "libpmem", persistentMemory, autoFlush, !persistentMemory, "libpmem 1.1, " + how);
  }

  /** Keeps the file mapped while it is reachable. */
  static final class Region {
    private final boolean persistentMemory;

    Region(boolean persistentMemory) {
      this.persistentMemory = persistentMemory;
    }
  }
}
