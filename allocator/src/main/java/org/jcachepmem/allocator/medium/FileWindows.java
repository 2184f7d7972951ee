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
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A file mapped by the JDK in windows of 1 GiB, because a buffer ends at 2 GiB. */
final class FileWindows {
  /** A window has {@code 1 << SHIFT} bytes, but for the last one and in tests. */
  static final int SHIFT = 30;

  private FileWindows() {}

  /** What is made of a file while it is open. */
  @FunctionalInterface
  interface Use<T> {
    T of(FileChannel channel) throws IOException;
  }

  /**
   * What {@code use} makes of the file. A pending interrupt, which would close the channel in
   * mid-mapping, is the caller's, for later.
   */
  static <T> T with(Path path, Use<T> use, OpenOption... options) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(path, options)) {
      return use.of(channel);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Maps {@code [0, sizeBytes)} of an open file, which has that many bytes. An interrupt closes the
   * channel.
   */
  static MappedByteBuffer[] buffers(
      FileChannel channel, MapMode mode, int windowShift, long sizeBytes) throws IOException {
    long windowBytes = 1L << windowShift;
    MappedByteBuffer[] windows =
        new MappedByteBuffer[Math.toIntExact((sizeBytes + windowBytes - 1) / windowBytes)];
    for (int i = 0; i < windows.length; i++) {
      long start = i * windowBytes;
      windows[i] = channel.map(mode, start, Math.min(windowBytes, sizeBytes - start));
    }
    return windows;
  }

  /** {@link #buffers} with their addresses. */
  static Mapping<MappedByteBuffer[]> map(
      FileChannel channel, MapMode mode, int windowShift, long sizeBytes) throws IOException {
    MappedByteBuffer[] windows = buffers(channel, mode, windowShift, sizeBytes);
    long[] bases = new long[windows.length];
    for (int i = 0; i < windows.length; i++) {
      bases[i] = RawMemory.addressOf(windows[i]);
    }
    return new Mapping<>(bases, windowShift, sizeBytes, windows);
  }
}
