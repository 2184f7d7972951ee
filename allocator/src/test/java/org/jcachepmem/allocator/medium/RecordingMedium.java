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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A medium that remembers which of its bytes would survive a power loss.
 *
 * <p>It models an x86 machine whose persistence domain is the memory controller (ADR): loads see
 * the <i>volatile</i> image; stores wait in their 64-byte line until the line was flushed and the
 * flushing thread has fenced, and only then are they in the <i>durable</i> image for certain. Any
 * of them may get there earlier, all by itself: {@link #crashImages} makes the images that a crash
 * at this moment may leave, {@link #killImage} the one that a killed process leaves behind in the
 * machine's caches.
 *
 * <p>For pools of up to a few MiB. Thread safe: one lock around every store, flush, fence, hook and
 * image.
 */
public final class RecordingMedium implements Medium {
  private final ReentrantLock lock = new ReentrantLock();
  private final HeapMedium image;
  private final TreeMap<Integer, RecordedLine> lines = new TreeMap<>();
  private final Map<Thread, Set<Integer>> flushedLines = new HashMap<>();
  private final LongAdder stores = new LongAdder();
  private final LongAdder uselessFlushes = new LongAdder();
  private byte[] durable;
  private volatile boolean closed;
  private Runnable beforeFence = () -> {};
  private Runnable afterFence = () -> {};
  private Runnable onStep = () -> {};

  /** A medium of {@code sizeBytes} (a multiple of 4 KiB), all zero and durable. */
  public RecordingMedium(int sizeBytes) {
    this(new byte[sizeBytes], new byte[sizeBytes]);
  }

  /** A medium that starts with a copy of {@code contents}, all durable: life after a power loss. */
  public RecordingMedium(HeapMedium contents) {
    this(bytes(contents), bytes(contents));
  }

  private RecordingMedium(byte[] volatileBytes, byte[] durableBytes) {
    image = new HeapMedium(volatileBytes);
    durable = durableBytes;
  }

  /**
   * Life after kill -9: everything executed is there, but what was not durable still is not, and
   * nobody has flushed it.
   */
  public RecordingMedium afterKill() {
    lock.lock();
    try {
      RecordingMedium next = new RecordingMedium(bytes(image), durable.clone());
      lines.forEach((number, line) -> next.lines.put(number, line.unflushed()));
      return next;
    } finally {
      lock.unlock();
    }
  }

  // ---- what a test asks

  /** Stores so far; a copy or a zeroing counts once. */
  public long stores() {
    return stores.sum();
  }

  /** Flushed lines that had nothing new to flush: effort without effect, not an error. */
  public long uselessLineFlushes() {
    return uselessFlushes.sum();
  }

  /** Lines that are not wholly durable, by offset. */
  public List<PendingLine> pendingLines() {
    lock.lock();
    try {
      List<PendingLine> pending = new ArrayList<>();
      lines.forEach(
          (number, line) ->
              pending.add(
                  new PendingLine(
                      (long) number * Pages.LINE_BYTES,
                      line.pendingSteps(),
                      line.isFlushed(),
                      line.touchedBytes())));
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /** Fails if a store to {@code [offset, offset + lengthBytes)} is not durable. */
  public void assertAllDurable(long offset, long lengthBytes) {
    List<PendingLine> left =
        pendingLines().stream().filter(l -> l.touches(offset, offset + lengthBytes)).toList();
    if (!left.isEmpty()) {
      throw new AssertionError(
          "not durable in [" + offset + ", " + (offset + lengthBytes) + "): " + left);
    }
  }

  /** Fails if any store is not durable. */
  public void assertAllDurable() {
    assertAllDurable(0, image.sizeBytes());
  }

  /** What a new process finds after this one was killed: everything executed. */
  public HeapMedium killImage() {
    lock.lock();
    try {
      return new HeapMedium(bytes(image));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands {@code consumer} what a machine may find after a power loss at this moment: every
   * possible image if there are at most {@code maxImages}, otherwise that many, chosen by {@code
   * seed}. Each image is the consumer's own.
   *
   * @return how many images were made
   */
  public int crashImages(long seed, int maxImages, Consumer<HeapMedium> consumer) {
    CrashImages images;
    lock.lock();
    try {
      List<Integer> offsets = new ArrayList<>();
      List<RecordedLine> copies = new ArrayList<>();
      lines.forEach(
          (number, line) -> {
            offsets.add(number * Pages.LINE_BYTES);
            copies.add(line.unflushed());
          });
      images = new CrashImages(durable.clone(), offsets, copies, maxImages, consumer);
    } finally {
      lock.unlock();
    }
    return images.make(seed);
  }

  /** Runs {@code hook} before each fence takes effect and again after it. */
  public void onFence(Runnable hook) {
    beforeFence(hook);
    afterFence(hook);
  }

  /** Runs {@code hook} before each fence takes effect. */
  public void beforeFence(Runnable hook) {
    beforeFence = hook;
  }

  /** Runs {@code hook} after each fence took effect. */
  public void afterFence(Runnable hook) {
    afterFence = hook;
  }

  /**
   * Runs {@code hook} before each store, flush and fence. A hook may throw: the step then never
   * happens.
   */
  public void onStep(Runnable hook) {
    onStep = hook;
  }

  // ---- the medium

  private HeapMedium open() {
    if (closed) {
      throw Bounds.closed();
    }
    return image;
  }

  @Override
  public long sizeBytes() {
    return open().sizeBytes();
  }

  @Override
  public int getInt(long offset) {
    return open().getInt(offset);
  }

  @Override
  public long getLong(long offset) {
    return open().getLong(offset);
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    open().copyOut(offset, target, targetIndex, lengthBytes);
  }

  @Override
  public void putInt(long offset, int value) {
    Bounds.checkInt(offset, sizeBytes());
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    store(offset, bytes, 0, bytes.length, () -> image.putInt(offset, value));
  }

  @Override
  public void putLong(long offset, long value) {
    Bounds.checkLong(offset, sizeBytes());
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    store(offset, bytes, 0, bytes.length, () -> image.putLong(offset, value));
  }

  @Override
  public void putLongRelease(long offset, long value) {
    putLong(offset, value);
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes());
    store(
        offset,
        source,
        sourceIndex,
        lengthBytes,
        () -> image.copyIn(offset, source, sourceIndex, lengthBytes));
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copyIn(offset, source, sourceIndex, lengthBytes);
    flush(offset, lengthBytes);
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes());
    byte[] zeros = new byte[(int) lengthBytes];
    store(offset, zeros, 0, zeros.length, () -> image.zero(offset, lengthBytes));
  }

  private void store(long offset, byte[] source, int sourceIndex, int lengthBytes, Runnable store) {
    lock.lock();
    try {
      onStep.run();
      store.run();
      stores.increment();
      int from = (int) offset;
      int to = from + lengthBytes;
      while (from < to) {
        int line = from / Pages.LINE_BYTES;
        List<RecordedLine.Atom> atoms = new ArrayList<>(8);
        int lineEnd = Math.min(to, (line + 1) * Pages.LINE_BYTES);
        while (from < lineEnd) {
          int end = Math.min(lineEnd, (from / Long.BYTES + 1) * Long.BYTES);
          int index = sourceIndex + from - (int) offset;
          byte[] word = Arrays.copyOfRange(source, index, index + end - from);
          atoms.add(new RecordedLine.Atom(from - line * Pages.LINE_BYTES, word));
          from = end;
        }
        lines.computeIfAbsent(line, unused -> new RecordedLine()).add(atoms);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Bounds.checkRange(offset, lengthBytes, sizeBytes());
    lock.lock();
    try {
      onStep.run();
      image.counters().flushed(offset, lengthBytes);
      Thread thread = Thread.currentThread();
      int end = (int) ((offset + lengthBytes + Pages.LINE_BYTES - 1) / Pages.LINE_BYTES);
      for (int line = (int) (offset / Pages.LINE_BYTES); lengthBytes > 0 && line < end; line++) {
        RecordedLine recorded = lines.get(line);
        if (recorded == null || !recorded.flush(thread)) {
          uselessFlushes.increment();
        } else {
          flushedLines.computeIfAbsent(thread, unused -> new HashSet<>()).add(line);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void checkUsable() {}

  @Override
  public void fence() {
    sizeBytes();
    lock.lock();
    try {
      onStep.run();
      beforeFence.run();
      image.counters().fenced();
      Thread thread = Thread.currentThread();
      Set<Integer> flushed = flushedLines.remove(thread);
      for (int number : flushed == null ? Set.<Integer>of() : flushed) {
        RecordedLine line = lines.get(number);
        if (line != null) {
          line.fence(thread, durable, number * Pages.LINE_BYTES);
          if (line.isDurable()) {
            lines.remove(number);
          }
        }
      }
      afterFence.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void extend(long newSizeBytes) {
    lock.lock();
    try {
      open().extend(newSizeBytes);
      durable = Arrays.copyOf(durable, (int) newSizeBytes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public MediumFacts facts() {
    return new MediumFacts("recording", true, false, false, "recording, for tests");
  }

  @Override
  public MediumCounters counters() {
    return image.counters();
  }

  /** Ends access; what the test asks of the recording is still answered. */
  @Override
  public void close() {
    closed = true;
  }

  private static byte[] bytes(HeapMedium medium) {
    byte[] bytes = new byte[(int) medium.sizeBytes()];
    medium.copyOut(0, bytes, 0, bytes.length);
    return bytes;
  }
}
