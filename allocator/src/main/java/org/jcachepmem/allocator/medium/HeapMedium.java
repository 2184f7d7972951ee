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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A medium in the Java heap: volatile caches and tests. Flushes and fences are counted and do
 * nothing.
 *
 * <p>Arrays are kept in windows, because one array ends at 2 GiB; a window never moves, and an
 * extension appends windows. Words never straddle two windows, since windows are whole pages.
 */
public final class HeapMedium implements Medium {
  /** Bytes of a full window. */
  public static final long WINDOW_BYTES = 1L << 30;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long windowBytes;
  private final MediumCounters counters = new MediumCounters();
  private volatile @Nullable Windows windows;

  /** A zero-filled medium of {@code sizeBytes}, a multiple of 4 KiB. */
  public HeapMedium(long sizeBytes) {
    this(sizeBytes, WINDOW_BYTES);
  }

  HeapMedium(long sizeBytes, long windowBytes) {
    Bounds.checkExtension(sizeBytes, 0);
    this.windowBytes = windowBytes;
    this.windows = new Windows(new byte[0][], new long[0], 0).extended(sizeBytes, windowBytes);
  }

  /** A medium over {@code contents} itself, which the caller gives away. */
  HeapMedium(byte[] contents) {
    Bounds.checkExtension(contents.length, 0);
    this.windowBytes = WINDOW_BYTES;
    this.windows = new Windows(new byte[][] {contents}, new long[] {0}, contents.length);
  }

  private Windows windows() {
    Windows current = windows;
    if (current == null) {
      throw Bounds.closed();
    }
    return current;
  }

  @Override
  public long sizeBytes() {
    return windows().sizeBytes;
  }

  @Override
  public int getInt(long offset) {
    Windows w = windows();
    Bounds.checkInt(offset, w.sizeBytes);
    int i = w.indexOf(offset);
    return (int) INT.get(w.arrays[i], w.within(i, offset));
  }

  @Override
  public long getLong(long offset) {
    Windows w = windows();
    Bounds.checkLong(offset, w.sizeBytes);
    int i = w.indexOf(offset);
    return (long) LONG.get(w.arrays[i], w.within(i, offset));
  }

  @Override
  public void putInt(long offset, int value) {
    Windows w = windows();
    Bounds.checkInt(offset, w.sizeBytes);
    int i = w.indexOf(offset);
    INT.set(w.arrays[i], w.within(i, offset), value);
  }

  @Override
  public void putLong(long offset, long value) {
    Windows w = windows();
    Bounds.checkLong(offset, w.sizeBytes);
    int i = w.indexOf(offset);
    LONG.set(w.arrays[i], w.within(i, offset), value);
  }

  @Override
  public void putLongRelease(long offset, long value) {
    // Views of byte arrays promise no release mode on every JDK: the fence gives the same order.
    VarHandle.releaseFence();
    putLong(offset, value);
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    Windows w = windows();
    Bounds.checkRange(offset, lengthBytes, w.sizeBytes);
    Objects.checkFromIndexSize(sourceIndex, lengthBytes, source.length);
    for (int done = 0; done < lengthBytes; ) {
      int i = w.indexOf(offset + done);
      int length = w.piece(i, offset + done, lengthBytes - done);
      System.arraycopy(source, sourceIndex + done, w.arrays[i], w.within(i, offset + done), length);
      done += length;
    }
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copyIn(offset, source, sourceIndex, lengthBytes);
    flush(offset, lengthBytes);
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    Windows w = windows();
    Bounds.checkRange(offset, lengthBytes, w.sizeBytes);
    Objects.checkFromIndexSize(targetIndex, lengthBytes, target.length);
    for (int done = 0; done < lengthBytes; ) {
      int i = w.indexOf(offset + done);
      int length = w.piece(i, offset + done, lengthBytes - done);
      System.arraycopy(w.arrays[i], w.within(i, offset + done), target, targetIndex + done, length);
      done += length;
    }
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    Windows w = windows();
    Bounds.checkRange(offset, lengthBytes, w.sizeBytes);
    for (long done = 0; done < lengthBytes; ) {
      int i = w.indexOf(offset + done);
      int length = w.piece(i, offset + done, lengthBytes - done);
      int from = w.within(i, offset + done);
      Arrays.fill(w.arrays[i], from, from + length, (byte) 0);
      done += length;
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, windows().sizeBytes);
    counters.flushed(offset, lengthBytes);
  }

  @Override
  public void checkUsable() {}

  @Override
  public void fence() {
    windows();
    counters.fenced();
  }

  @Override
  public synchronized void extend(long newSizeBytes) {
    Windows w = windows();
    Bounds.checkExtension(newSizeBytes, w.sizeBytes);
    windows = w.extended(newSizeBytes, windowBytes);
  }

  @Override
  public MediumFacts facts() {
    return new MediumFacts("heap", false, false, false, "heap, volatile");
  }

  @Override
  public MediumCounters counters() {
    return counters;
  }

  @Override
  public synchronized void close() {
    windows = null;
  }

  /** One consistent view of the arrays: replaced by {@link #extend}, dropped by {@link #close}. */
  private record Windows(byte[][] arrays, long[] starts, long sizeBytes) {

    int indexOf(long offset) {
      int i = arrays.length - 1;
      while (i > 0 && starts[i] > offset) {
        i--;
      }
      return i;
    }

    int within(int window, long offset) {
      return (int) (offset - starts[window]);
    }

    int piece(int window, long offset, long wanted) {
      return (int) Math.min(wanted, arrays[window].length - (offset - starts[window]));
    }

    Windows extended(long newSizeBytes, long windowBytes) {
      long added = newSizeBytes - sizeBytes;
      int old = arrays.length;
      int count = old + (int) ((added + windowBytes - 1) / windowBytes);
      byte[][] newArrays = Arrays.copyOf(arrays, count);
      long[] newStarts = Arrays.copyOf(starts, count);
      long start = sizeBytes;
      for (int i = old; i < count; i++) {
        newStarts[i] = start;
        newArrays[i] = new byte[(int) Math.min(windowBytes, newSizeBytes - start)];
        start += newArrays[i].length;
      }
      return new Windows(newArrays, newStarts, newSizeBytes);
    }
  }
}
