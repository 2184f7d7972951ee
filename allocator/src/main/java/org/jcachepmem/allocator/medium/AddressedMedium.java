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

import static org.jcachepmem.allocator.medium.RawMemory.MEMORY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A medium over mapped addresses: loads, stores and copies are plain machine instructions after a
 * bounds check. Subclasses map, flush and fence.
 *
 * <p>{@link #close} only drops the mapping; the system unmaps it when no access can be using it any
 * more.
 *
 * @param <O> what keeps the memory mapped
 */
abstract class AddressedMedium<O> implements Medium {
  /** Copied from: on JDK 17 a fault in setMemory ends the JVM, one in a copy is thrown. */
  private static final byte[] ZEROS = new byte[64 << 10];

  private final Path path;
  private final Storage storage;
  private final PageAdvice advice;
  private final MediumCounters counters = new MediumCounters();
  private volatile @Nullable Mapping<O> mapping;

  AddressedMedium(Path path, Storage storage, Mapping<O> mapping, PageAdvice advice) {
    this.path = path;
    this.storage = storage;
    this.mapping = mapping;
    this.advice = advice;
    advice.random(mapping);
  }

  /** The current mapping; {@link IllegalStateException} after close. */
  final Mapping<O> mapping() {
    Mapping<O> current = mapping;
    if (current == null) {
      throw Bounds.closed();
    }
    return current;
  }

  final Path path() {
    return path;
  }

  /** Maps the file, which has grown to {@code sizeBytes}; earlier mappings stay valid. */
  abstract Mapping<O> remap(long sizeBytes) throws IOException;

  /** Makes {@code [offset, offset + lengthBytes)}, just allocated, durable at once. */
  abstract void persistExtension(long offset, long lengthBytes);

  @Override
  public final long sizeBytes() {
    return mapping().sizeBytes();
  }

  @Override
  public final MediumCounters counters() {
    return counters;
  }

  @Override
  public final int getInt(long offset) {
    Mapping<O> m = mapping();
    Bounds.checkInt(offset, m.sizeBytes());
    int value = MEMORY.readInt(m.address(offset));
    Reference.reachabilityFence(m);
    return value;
  }

  @Override
  public final long getLong(long offset) {
    Mapping<O> m = mapping();
    Bounds.checkLong(offset, m.sizeBytes());
    long value = MEMORY.readLong(m.address(offset));
    Reference.reachabilityFence(m);
    return value;
  }

  @Override
  public final void putInt(long offset, int value) {
    Mapping<O> m = mapping();
    Bounds.checkInt(offset, m.sizeBytes());
    MEMORY.writeInt(m.address(offset), value);
    Reference.reachabilityFence(m);
  }

  @Override
  public final void putLong(long offset, long value) {
    Mapping<O> m = mapping();
    Bounds.checkLong(offset, m.sizeBytes());
    MEMORY.writeLong(m.address(offset), value);
    Reference.reachabilityFence(m);
  }

  @Override
  public final void putLongRelease(long offset, long value) {
    Mapping<O> m = mapping();
    Bounds.checkLong(offset, m.sizeBytes());
    MEMORY.writeOrderedLong(m.address(offset), value);
    Reference.reachabilityFence(m);
  }

  @Override
  public final void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    Mapping<O> m = mapping();
    Bounds.checkRange(offset, lengthBytes, m.sizeBytes());
    Objects.checkFromIndexSize(sourceIndex, lengthBytes, source.length);
    try {
      for (int done = 0; done < lengthBytes; ) {
        int length = (int) m.piece(offset + done, lengthBytes - done);
        MEMORY.writeBytes(m.address(offset + done), source, sourceIndex + done, length);
        done += length;
      }
    } catch (InternalError e) {
      throw vanished(e);
    } finally {
      Reference.reachabilityFence(m);
    }
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copyIn(offset, source, sourceIndex, lengthBytes);
    flush(offset, lengthBytes);
  }

  @Override
  public final void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    Mapping<O> m = mapping();
    Bounds.checkRange(offset, lengthBytes, m.sizeBytes());
    Objects.checkFromIndexSize(targetIndex, lengthBytes, target.length);
    try {
      for (int done = 0; done < lengthBytes; ) {
        int length = (int) m.piece(offset + done, lengthBytes - done);
        MEMORY.readBytes(m.address(offset + done), target, targetIndex + (long) done, length);
        done += length;
      }
    } catch (InternalError e) {
      throw vanished(e);
    } finally {
      Reference.reachabilityFence(m);
    }
  }

  @Override
  public final void prefetch(long offset, long lengthBytes) {
    Mapping<O> m = mapping();
    Bounds.checkRange(offset, lengthBytes, m.sizeBytes());
    int calls = advice.soon(m, offset, lengthBytes);
    if (calls > 0) {
      counters.calledNative(calls);
    }
    Reference.reachabilityFence(m);
  }

  @Override
  public final void zero(long offset, long lengthBytes) {
    Mapping<O> m = mapping();
    Bounds.checkRange(offset, lengthBytes, m.sizeBytes());
    try {
      for (long done = 0; done < lengthBytes; ) {
        int length = (int) Math.min(ZEROS.length, m.piece(offset + done, lengthBytes - done));
        MEMORY.writeBytes(m.address(offset + done), ZEROS, 0, length);
        done += length;
      }
    } catch (InternalError e) {
      throw vanished(e);
    } finally {
      Reference.reachabilityFence(m);
    }
  }

  @Override
  public final boolean cloneFrom(Medium source, long offset, long lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes());
    Bounds.checkRange(offset, lengthBytes, source.sizeBytes());
    if (!(source instanceof AddressedMedium<?> other)) {
      return false;
    }
    counters.calledNative(1);
    return storage.cloneFrom(other.storage, offset, lengthBytes);
  }

  @Override
  public final synchronized void extend(long newSizeBytes) {
    long oldSizeBytes = mapping().sizeBytes();
    Bounds.checkExtension(newSizeBytes, oldSizeBytes);
    try {
      storage.allocate(oldSizeBytes, newSizeBytes);
      Mapping<O> longer = remap(newSizeBytes);
      advice.random(longer);
      // The system tells each open file once that pages could not be written back. What allocating
      // was told, or others were, the file that is mapped anew is never told: so the old one is
      // asked, by a fence that finds little to write.
      flush(0, Pages.BYTES);
      fence();
      mapping = longer;
    } catch (IOException e) {
      shorten(oldSizeBytes, e);
      throw new UncheckedIOException(
          "cannot extend " + path + " to " + newSizeBytes + " bytes: " + e.getMessage(), e);
    }
    persistExtension(oldSizeBytes, newSizeBytes - oldSizeBytes);
  }

  /**
   * A file that could not be extended as far as was wanted gives back what it got of a full disk.
   */
  private void shorten(long sizeBytes, IOException cause) {
    // A pending interrupt would close the channel; it is the caller's, for later.
    boolean interrupted = Thread.interrupted();
    try {
      storage.shorten(sizeBytes);
    } catch (IOException e) {
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public synchronized void close() {
    mapping = null;
  }

  /**
   * Names the reason where it can: the virtual machine throws for a fault in compiled copies some
   * instructions late, on 17 sometimes only after the handler. Words have no handler at all.
   */
  private MediumFailedException vanished(InternalError cause) {
    return new MediumFailedException(
        "cannot access "
            + path
            + ": the file was truncated, or its device failed, while it was mapped",
        cause);
  }
}
