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
import java.nio.file.Path;

/**
 * An unlinked file, mapped by the JDK: as much memory as a disk has, none of it in the heap, and
 * gone with the process. Flushes and fences are counted and do nothing. The system may write pages
 * of it back when it likes, and nobody waits for that.
 */
public final class VolatileMedium extends AddressedMedium<MappedByteBuffer[]> {
  private final UnlinkedFile file;
  private final int windowShift;

  private VolatileMedium(
      Path path, UnlinkedFile file, Mapping<MappedByteBuffer[]> mapping, int windowShift) {
    super(path, file, mapping, PageAdvice.NONE);
    this.file = file;
    this.windowShift = windowShift;
  }

  /**
   * A medium of {@code sizeBytes}, a multiple of 4 KiB, over a new file, allocated, that is at
   * {@code path} for an instant only.
   *
   * @throws IOException if there is something at {@code path}, the disk is full, or the file can't
   *     be unlinked or mapped; nothing is left then
   */
  public static VolatileMedium create(Path path, long sizeBytes) throws IOException {
    return create(path, sizeBytes, FileWindows.SHIFT, FileAllocation.ofSystem());
  }

  static VolatileMedium create(
      Path path, long sizeBytes, int windowShift, FileAllocation allocation) throws IOException {
    Bounds.checkExtension(sizeBytes, 0);
    UnlinkedFile file = UnlinkedFile.create(path, allocation);
    boolean created = false;
    try {
      file.allocate(0, sizeBytes);
      Mapping<MappedByteBuffer[]> mapping = file.map(windowShift, sizeBytes);
      created = true;
      return new VolatileMedium(path, file, mapping, windowShift);
    } finally {
      if (!created) {
        file.close();
      }
    }
  }

  @Override
  Mapping<MappedByteBuffer[]> remap(long sizeBytes) throws IOException {
    return file.map(windowShift, sizeBytes);
  }

  @Override
  void persistExtension(long offset, long lengthBytes) {}

  @Override
  public void flush(long offset, long lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes());
    counters().flushed(offset, lengthBytes);
  }

  @Override
  public void checkUsable() {}

  @Override
  public void fence() {
    mapping();
    counters().fenced();
  }

  @Override
  public MediumFacts facts() {
    return new MediumFacts("volatile", false, false, false, "JDK mapping, volatile");
  }

  @Override
  public synchronized void close() {
    super.close();
    file.close();
  }
}
