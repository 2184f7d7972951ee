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

/** A file mapped by the JDK in windows of 1 GiB, because a buffer ends at 2 GiB. */
final class FileWindows {
  /** A window has {@code 1 << SHIFT} bytes, but for the last one and in tests. */
  static final int SHIFT = 30;

  private FileWindows() {}

  /**
   * Maps {@code [0, sizeBytes)} of an open file, which has that many bytes. An interrupt closes the
   * channel.
   */
  static Mapping<MappedByteBuffer[]> map(
      FileChannel channel, MapMode mode, int windowShift, long sizeBytes) throws IOException {
    long windowBytes = 1L << windowShift;
    int count = Math.toIntExact((sizeBytes + windowBytes - 1) / windowBytes);
    MappedByteBuffer[] windows = new MappedByteBuffer[count];
    long[] bases = new long[count];
    for (int i = 0; i < count; i++) {
      long start = i * windowBytes;
      windows[i] = channel.map(mode, start, Math.min(windowBytes, sizeBytes - start));
      bases[i] = RawMemory.addressOf(windows[i]);
    }
    return new Mapping<>(bases, windowShift, sizeBytes, windows);
  }
}
