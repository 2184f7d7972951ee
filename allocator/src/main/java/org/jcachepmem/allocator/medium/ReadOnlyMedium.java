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
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file mapped for reading only: what looks into a pool that nobody has open. Every store throws,
 * and so does every flush and fence, since there is nothing to write back. The system refuses
 * stores to such a mapping, too, so reads go through buffers rather than addresses.
 *
 * <p>Thread safe.
 */
final class ReadOnlyMedium implements Medium {
  private final Path path;
  private final long sizeBytes;
  private final int windowShift;
  private final MediumCounters counters = new MediumCounters();
  private volatile MappedByteBuffer @Nullable [] windows;

  private ReadOnlyMedium(Path path, long sizeBytes, int windowShift, MappedByteBuffer[] windows) {
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.windowShift = windowShift;
    this.windows = windows;
  }

  /**
   * Maps an existing file, which this process need not be allowed to write.
   *
   * @throws IOException if it can't be opened or mapped
   */
  static ReadOnlyMedium open(Path path) throws IOException {
    return open(path, FileWindows.SHIFT);
  }

  static ReadOnlyMedium open(Path path, int windowShift) throws IOException {
    return FileWindows.with(
        path, channel -> open(path, channel, windowShift), StandardOpenOption.READ);
  }

  private static ReadOnlyMedium open(Path path, FileChannel channel, int windowShift)
      throws IOException {
    long sizeBytes = channel.size();
    MappedByteBuffer[] windows =
        FileWindows.buffers(channel, MapMode.READ_ONLY, windowShift, sizeBytes);
    for (MappedByteBuffer window : windows) {
      window.order(ByteOrder.LITTLE_ENDIAN);
    }
    return new ReadOnlyMedium(path, sizeBytes, windowShift, windows);
  }

  private MappedByteBuffer window(long offset) {
    MappedByteBuffer[] current = windows;
    if (current == null) {
      throw Bounds.closed();
    }
    return current[(int) (offset >>> windowShift)];
  }

  private int within(long offset) {
    return (int) (offset & ((1L << windowShift) - 1));
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public int getInt(long offset) {
    Bounds.checkInt(offset, sizeBytes);
    try {
      return window(offset).getInt(within(offset));
    } catch (InternalError e) {
      throw vanished(e);
    }
  }

  @Override
  public long getLong(long offset) {
    Bounds.checkLong(offset, sizeBytes);
    try {
      return window(offset).getLong(within(offset));
    } catch (InternalError e) {
      throw vanished(e);
    }
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes);
    Objects.checkFromIndexSize(targetIndex, lengthBytes, target.length);
    try {
      for (int done = 0; done < lengthBytes; ) {
        MappedByteBuffer window = window(offset + done);
        int from = within(offset + done);
        int length = Math.min(window.capacity() - from, lengthBytes - done);
        window.get(from, target, targetIndex + done, length);
        done += length;
      }
    } catch (InternalError e) {
      throw vanished(e);
    }
  }

  private MediumFailedException vanished(InternalError cause) {
    return new MediumFailedException(
        "cannot read " + path + ": the file was truncated, or its device failed", cause);
  }

  private UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException(path + " is mapped for reading only");
  }

  @Override
  public void putInt(long offset, int value) {
    throw readOnly();
  }

  @Override
  public void putLong(long offset, long value) {
    throw readOnly();
  }

  @Override
  public void putLongRelease(long offset, long value) {
    throw readOnly();
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    throw readOnly();
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    throw readOnly();
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    throw readOnly();
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    throw readOnly();
  }

  @Override
  public void fence() {
    throw readOnly();
  }

  @Override
  public void checkUsable() {
    throw readOnly();
  }

  @Override
  public void extend(long newSizeBytes) {
    throw readOnly();
  }

  @Override
  public MediumFacts facts() {
    return new MediumFacts("jdk", false, false, false, "JDK mapping, read only");
  }

  @Override
  public MediumCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    windows = null;
  }
}
