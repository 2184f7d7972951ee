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
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jspecify.annotations.Nullable;

/**
 * libpmem and the C library with calls that fail. libpmem is played on the JDK's mapping, so that
 * it need not be installed; the C library is the real one where there is one.
 */
public final class FaultyLibraries {
  private final OsFaults faults;
  private final boolean persistentMemory;
  private final boolean allocates;

  /**
   * Libraries that fail as {@code faults} say.
   *
   * @param persistentMemory whether libpmem finds some
   * @param allocates whether the C library can; else files are allocated by writing
   */
  public FaultyLibraries(OsFaults faults, boolean persistentMemory, boolean allocates) {
    this.faults = faults;
    this.persistentMemory = persistentMemory;
    this.allocates = allocates;
  }

  /** As {@link Media#open}. */
  public Medium open(Path path, MediumChoice choice) throws IOException {
    return choice == MediumChoice.JDK
        ? MappedMedium.open(path, 30, allocation(), this::force)
        : LibpmemMedium.open(new PlayedLibpmem(), path, allocation());
  }

  /** As {@link Media#createVolatile}. */
  public Medium createVolatile(Path path, long sizeBytes) throws IOException {
    return VolatileMedium.create(path, sizeBytes, FileWindows.SHIFT, allocation());
  }

  /** As {@link FileAllocation#allocate}. */
  public void allocate(Path path, long sizeBytes) throws IOException {
    allocation().allocate(path, 0, sizeBytes);
  }

  /** As {@link OpenFileLock#tryLock}. */
  public @Nullable OpenFileLock lock(Path path, boolean shared) throws IOException {
    return OpenFileLock.tryLock(allocates ? new FaultyLibc() : null, path, shared);
  }

  private FileAllocation allocation() {
    return new FileAllocation(allocates ? new FaultyLibc() : null);
  }

  private void force(MappedByteBuffer window, int index, int lengthBytes) {
    try {
      faults.check(Call.JDK_MSYNC, "msync");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    window.force(index, lengthBytes);
  }

  private final class FaultyLibc implements Libc.Functions {
    private final Libc.@Nullable Functions real = NativeGate.libc().functions();

    @Override
    public int open(long path, int flags) {
      int error = faults.error(Call.LIBC_OPEN);
      if (error != 0) {
        Runtime.getSystemRuntime().setLastError(error);
        return -1;
      }
      return real == null ? -1 : real.open(path, flags);
    }

    @Override
    public int posix_fallocate(int fd, long offset, long len) {
      int error = faults.error(Call.FALLOCATE);
      return error != 0 || real == null ? error : real.posix_fallocate(fd, offset, len);
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long len) {
      int error = faults.error(Call.UNSHARE);
      if (error != 0) {
        Runtime.getSystemRuntime().setLastError(error);
        return -1;
      }
      return real == null ? 0 : real.fallocate(fd, mode, offset, len);
    }

    @Override
    public int ioctl(int fd, long request, long argp) {
      return real == null ? -1 : real.ioctl(fd, request, argp);
    }

    @Override
    public int close(int fd) {
      return real == null ? -1 : real.close(fd);
    }

    @Override
    public int flock(int fd, int operation) {
      int error = faults.error(Call.FLOCK);
      if (error != 0) {
        Runtime.getSystemRuntime().setLastError(error);
        return -1;
      }
      return real == null ? -1 : real.flock(fd, operation);
    }

    @Override
    public int madvise(long addr, long length, int advice) {
      boolean fails = faults.error(Call.MADVISE) != 0;
      return fails || real == null ? -1 : real.madvise(addr, length, advice);
    }
  }

  private final class PlayedLibpmem implements Libpmem.Functions {
    private final Map<Long, MappedByteBuffer> mapped = new ConcurrentHashMap<>();
    private volatile @Nullable CString message;

    @Override
    public long pmem_check_version(int majorRequired, int minorRequired) {
      return 0;
    }

    @Override
    public long pmem_map_file(
        long path, long len, int flags, int mode, long mappedLenp, Pointer isPmemp) {
      if (faults.error(Call.PMEM_MAP_FILE) != 0) {
        return 0;
      }
      try (FileChannel file =
          FileChannel.open(
              Path.of(CString.at(path)), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        MappedByteBuffer buffer = file.map(MapMode.READ_WRITE, 0, file.size());
        long address = RawMemory.addressOf(buffer);
        mapped.put(address, buffer);
        RawMemory.MEMORY.writeLong(mappedLenp, file.size());
        isPmemp.putInt(0, persistentMemory ? 1 : 0);
        return address;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int pmem_is_pmem(long addr, long len) {
      return persistentMemory ? 1 : 0;
    }

    @Override
    public int pmem_has_auto_flush() {
      return 0;
    }

    @Override
    public void pmem_persist(long addr, long len) {}

    @Override
    public void pmem_flush(long addr, long len) {}

    @Override
    public void pmem_drain() {}

    @Override
    public int pmem_msync(long addr, long len) {
      return faults.error(Call.PMEM_MSYNC) != 0 ? -1 : 0;
    }

    @Override
    public long pmem_memcpy(long dest, long src, long len, int flags) {
      RawMemory.MEMORY.copyMemory(src, dest, len);
      return dest;
    }

    @Override
    public int pmem_unmap(long addr, long len) {
      // Whenever the mapping is collected, and it always fails: nobody is there to be told.
      mapped.remove(addr);
      return -1;
    }

    @Override
    public long pmem_errormsg() {
      message = new CString(Path.of(faults.message()));
      return message.address();
    }
  }
}
