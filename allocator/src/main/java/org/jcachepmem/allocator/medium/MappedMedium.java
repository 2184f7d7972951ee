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
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import jdk.nio.mapmode.ExtendedMapMode;

/**
 * A file mapped by the JDK alone: what pools use where libpmem is not installed.
 *
 * <p>On a file system with DAX the mapping is synchronous ({@code MAP_SYNC}) and {@code force}
 * writes cache lines back: a flush does it at once. Elsewhere {@code force} is msync: flushes
 * gather pages, and fences are group commits.
 */
public final class MappedMedium extends AddressedMedium<MappedByteBuffer[]> {
  private final NamedFile file;
  private final Forcing forcing;
  private final int windowShift;
  private final boolean sync;
  private final PageWriteback writeback;

  private MappedMedium(
      Path path,
      NamedFile file,
      Forcing forcing,
      Mapping<MappedByteBuffer[]> mapping,
      PageAdvice advice,
      int windowShift,
      boolean sync) {
    super(path, file, mapping, advice);
    this.file = file;
    this.forcing = forcing;
    this.windowShift = windowShift;
    this.sync = sync;
    this.writeback = new PageWriteback(path.toString(), counters(), windowShift, this::force);
  }

  /**
   * Maps an existing, fully allocated file.
   *
   * @throws IOException if it can't be opened or mapped
   */
  public static MappedMedium open(Path path) throws IOException {
    return open(path, FileWindows.SHIFT, FileAllocation.ofSystem(), MappedByteBuffer::force);
  }

  static MappedMedium open(Path path, int windowShift, FileAllocation allocation, Forcing forcing)
      throws IOException {
    boolean sync = canMapSync(path);
    long sizeBytes = Files.size(path);
    Mapping<MappedByteBuffer[]> mapping =
        withChannel(path, channel -> map(channel, sync, windowShift, sizeBytes));
    PageAdvice advice = sync ? PageAdvice.NONE : allocation.advice();
    return new MappedMedium(path, allocation.of(path), forcing, mapping, advice, windowShift, sync);
  }

  /** {@link MappedByteBuffer#force(int, int)}, which writes a range of a window back. */
  @FunctionalInterface
  interface Forcing {
    void force(MappedByteBuffer window, int index, int lengthBytes);
  }

  private static boolean canMapSync(Path path) {
    try {
      return withChannel(
          path,
          channel -> channel.map(ExtendedMapMode.READ_WRITE_SYNC, 0, Pages.BYTES).capacity() > 0);
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      // An ordinary file, a processor without cache-line write-back, or a runtime without the
      // module.
      return false;
    }
  }

  private static <T> T withChannel(Path path, FileWindows.Use<T> use) throws IOException {
    return FileWindows.with(path, use, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Mapping<MappedByteBuffer[]> map(
      FileChannel channel, boolean sync, int windowShift, long sizeBytes) throws IOException {
    MapMode mode = sync ? ExtendedMapMode.READ_WRITE_SYNC : MapMode.READ_WRITE;
    return FileWindows.map(channel, mode, windowShift, sizeBytes);
  }

  @Override
  Mapping<MappedByteBuffer[]> remap(long sizeBytes) throws IOException {
    return withChannel(
        path(),
        channel -> {
          file.checkName(); // before, because mapping makes a file longer that is too short
          return map(channel, sync, windowShift, sizeBytes);
        });
  }

  @Override
  void persistExtension(long offset, long lengthBytes) {
    if (sync) {
      force(offset, offset + lengthBytes);
    } else {
      writeback.flush(offset, lengthBytes);
      writeback.fence();
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes());
    counters().flushed(offset, lengthBytes);
    if (sync) {
      force(offset, offset + lengthBytes);
    } else {
      writeback.flush(offset, lengthBytes);
    }
  }

  @Override
  public void checkUsable() {
    writeback.checkUsable();
  }

  @Override
  public void fence() {
    mapping();
    if (sync) {
      // Each force has waited for its own lines already.
      VarHandle.fullFence();
    } else {
      writeback.fence();
    }
    counters().fenced();
  }

  private void force(PageRuns runs) {
    for (int i = 0; i < runs.count(); i++) {
      force(runs.start(i), runs.end(i));
    }
  }

  private void force(long from, long to) {
    Mapping<MappedByteBuffer[]> m = mapping();
    for (long at = from; at < to; ) {
      int length = (int) m.piece(at, to - at);
      counters().calledNative(1);
      forcing.force(m.owner()[m.window(at)], (int) m.within(at), length);
      at += length;
    }
    Reference.reachabilityFence(m);
  }

  @Override
  public MediumFacts facts() {
    String detail = sync ? "JDK mapping, MAP_SYNC" : "JDK mapping, msync";
    return new MediumFacts("jdk", sync, false, !sync, detail);
  }
}
