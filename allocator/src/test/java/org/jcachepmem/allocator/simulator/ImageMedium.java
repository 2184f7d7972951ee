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
package org.jcachepmem.allocator.simulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.medium.MediumFacts;
import org.jspecify.annotations.Nullable;

/**
 * One image that a crash leaves of a {@link SimulatedMedium}, made while it is read: what a unit
 * holds that was not certainly on the medium is decided when recovery first looks at it, so that
 * images which differ in nothing that recovery reads are made once. (The idea is lazy exploration,
 * as in Jaaru, Gorjiara, Xu and Demsky, ASPLOS 2021.)
 *
 * <p>The image in which everything executed survives needs no decisions: it is what the process
 * sees, and stands in the process's own bytes.
 *
 * <p>The pool is never copied: between images the bytes are what is durable, and {@link #end} takes
 * back what was decided and stored. Not thread safe.
 */
public final class ImageMedium implements Medium {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SETTLED = 0;
  private static final int UNDECIDED = 1;
  private static final int TOUCHED = 2;

  /** Decides what a unit holds. */
  interface Choice {
    /** Which of {@code contents} contents {@code unit} has; called once a unit and image. */
    int choose(int unit, int contents);
  }

  private final SimulatedMedium of;
  private final int shift;
  private final byte[] lazy;
  private byte[] bytes;
  private final byte[] state;

  /** Whether this is the image of everything executed. */
  private boolean isExecuted;

  /** Of that image: what the touched units held, one after the other. */
  private byte[] saved = new byte[0];

  /** Units before and behind these are decided. */
  private int firstUndecided;

  private int lastUndecided;
  private final MediumCounters counters = new MediumCounters();
  private final int[] touched;
  private int touchedCount;
  private @Nullable Choice choice;

  /** The units in the order in which they were decided, and what of. */
  int[] decided = new int[64];

  int[] chosen = new int[64];
  int[] choices = new int[64];
  int decidedCount;

  /** What the pool's check says of this image after its recovery. */
  final KnownReports reports;

  /** Who is told of reads. */
  private @Nullable KnownReports traced;

  ImageMedium(SimulatedMedium of, Tally tally) {
    this.of = of;
    this.shift = of.model.unitShift;
    this.lazy = of.durable.clone();
    this.bytes = lazy;
    this.state = new byte[bytes.length >>> shift];
    this.touched = new int[state.length];
    of.follow(lazy);
    this.reports = new KnownReports(this, of, tally);
  }

  /** Tells {@code reader} of reads from now on; nobody if it is null. */
  void trace(@Nullable KnownReports reader) {
    traced = reader;
  }

  void begin(Choice newChoice) {
    reports.beforeImage();
    choice = newChoice;
    decidedCount = 0;
    firstUndecided = Integer.MAX_VALUE;
    lastUndecided = -1;
    for (int i = 0; i < of.pendingUnits(); i++) {
      int unit = of.pendingUnit(i).number;
      state[unit] = UNDECIDED;
      firstUndecided = Math.min(firstUndecided, unit);
      lastUndecided = Math.max(lastUndecided, unit);
    }
  }

  /** The image of everything executed, whatever is durable of it. */
  void beginExecuted() {
    reports.beforeImage();
    isExecuted = true;
    bytes = of.now;
    decidedCount = 0;
    firstUndecided = Integer.MAX_VALUE;
    lastUndecided = -1;
  }

  void end() {
    if (isExecuted) {
      rewind();
      isExecuted = false;
      bytes = lazy;
    } else {
      undo();
    }
    touchedCount = 0;
  }

  /** Before the medium itself is asked what a crash leaves: its bytes are its own again. */
  void rewind() {
    if (isExecuted) {
      for (int i = 0; i < touchedCount; i++) {
        System.arraycopy(saved, i << shift, bytes, touched[i] << shift, 1 << shift);
        state[touched[i]] = SETTLED;
      }
      touchedCount = 0;
    }
  }

  private void undo() {
    for (int i = 0; i < of.pendingUnits(); i++) {
      int unit = of.pendingUnit(i).number;
      if (state[unit] == UNDECIDED) {
        state[unit] = SETTLED;
      }
    }
    for (int i = 0; i < touchedCount; i++) {
      int start = touched[i] << shift;
      System.arraycopy(of.durable, start, bytes, start, 1 << shift);
      state[touched[i]] = SETTLED;
    }
  }

  /**
   * Has {@code next}, which follows the medium that this is an image of, begin as this image was
   * before anything was stored to it. Units that nobody looked at hold what chance decides.
   */
  void become(SimulatedMedium next, SplittableRandom random) {
    int count = of.pendingUnits();
    int[] units = new int[count];
    byte[][] held = new byte[count][];
    int at = 0;
    for (; at < decidedCount; at++) {
      units[at] = decided[at];
      held[at] = of.content(of.pending(decided[at]), chosen[at]);
    }
    for (int i = 0; i < count; i++) {
      int unit = of.pendingUnit(i).number;
      if (isExecuted || state[unit] == UNDECIDED) {
        int choices = of.pending(unit).choices(of.model);
        units[at] = unit;
        held[at++] =
            of.content(of.pending(unit), isExecuted ? choices - 1 : random.nextInt(choices));
      }
    }
    next.beginAfterPowerLoss(of, units, held, at);
  }

  private void decide(int unit) {
    PendingUnit pending = of.pending(unit);
    int count = pending.choices(of.model);
    touch(unit);
    int made = count == 1 ? 0 : Objects.requireNonNull(choice).choose(unit, count);
    pending.apply(made, of.model, bytes, unit << shift);
    if (decidedCount == decided.length) {
      decided = Arrays.copyOf(decided, decidedCount * 2);
      chosen = Arrays.copyOf(chosen, decidedCount * 2);
      choices = Arrays.copyOf(choices, decidedCount * 2);
    }
    decided[decidedCount] = unit;
    chosen[decidedCount] = made;
    choices[decidedCount++] = count;
  }

  private void touch(int unit) {
    state[unit] = TOUCHED;
    if (isExecuted) {
      int end = touchedCount + 1 << shift;
      if (end > saved.length) {
        saved = Arrays.copyOf(saved, 2 * end);
      }
      System.arraycopy(bytes, unit << shift, saved, touchedCount << shift, 1 << shift);
    }
    touched[touchedCount++] = unit;
  }

  /** A hash of {@code seed} and some words; they are decided by it. */
  long mix(long seed, int from, int lengthBytes) {
    if (lengthBytes > 0) {
      look(from, lengthBytes);
    }
    long start = (seed ^ from) * 0x9E37_79B9_7F4A_7C15L;
    long mixed = start;
    for (int at = from; at < from + lengthBytes; at += 2 * Long.BYTES) {
      // Two words at a time by a product of 128 bits: no product waits for another.
      long one = start ^ (long) LONG.get(bytes, at);
      long other = (start ^ at) + (long) LONG.get(bytes, at + Long.BYTES);
      mixed += (one * other ^ Math.multiplyHigh(one, other)) * 0xD6E8_FEB8_6659_FD93L;
    }
    return mixed ^ mixed >>> 32;
  }

  /** Before an access of {@code [offset, offset + lengthBytes)}. */
  private void look(int from, int lengthBytes) {
    if (traced != null) {
      traced.read(from, lengthBytes);
    }
    int last = Math.min((from + lengthBytes - 1) >>> shift, lastUndecided);
    for (int unit = Math.max(from >>> shift, firstUndecided); unit <= last; unit++) {
      if (state[unit] == UNDECIDED) {
        decide(unit);
      }
    }
  }

  /** Before a store to it. */
  private void disturb(int from, int lengthBytes) {
    int last = (from + lengthBytes - 1) >>> shift;
    for (int unit = from >>> shift; unit <= last; unit++) {
      if (state[unit] == UNDECIDED) {
        decide(unit);
      } else if (state[unit] == SETTLED) {
        touch(unit);
      }
    }
  }

  private static int nextLine(int at) {
    return (at >>> VaryingLines.LINE_SHIFT) + 1 << VaryingLines.LINE_SHIFT;
  }

  private int check(long offset, int lengthBytes) {
    if ((offset & (lengthBytes - 1)) != 0) {
      throw new IndexOutOfBoundsException(lengthBytes + " bytes at " + offset + " are not aligned");
    }
    return (int) Objects.checkFromIndexSize(offset, lengthBytes, of.sizeBytes());
  }

  private int check(long offset, long lengthBytes) {
    return (int) Objects.checkFromIndexSize(offset, lengthBytes, of.sizeBytes());
  }

  @Override
  public long sizeBytes() {
    return of.sizeBytes();
  }

  @Override
  public int getInt(long offset) {
    int at = check(offset, Integer.BYTES);
    if (traced != null) {
      traced.read(at, Integer.BYTES);
    }
    if (state[at >>> shift] == UNDECIDED) {
      decide(at >>> shift);
    }
    return (int) INT.get(bytes, at);
  }

  @Override
  public long getLong(long offset) {
    int at = check(offset, Long.BYTES);
    if (traced != null) {
      traced.read(at, Long.BYTES);
    }
    if (state[at >>> shift] == UNDECIDED) {
      decide(at >>> shift);
    }
    return (long) LONG.get(bytes, at);
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    int at = check(offset, (long) lengthBytes);
    if (lengthBytes > 0) {
      look(at, lengthBytes);
    }
    System.arraycopy(bytes, at, target, targetIndex, lengthBytes);
  }

  @Override
  public void putInt(long offset, int value) {
    int at = check(offset, Integer.BYTES);
    disturb(at, Integer.BYTES);
    if ((int) INT.get(bytes, at) != value) {
      of.varying.add(at);
    }
    INT.set(bytes, at, value);
  }

  @Override
  public void putLong(long offset, long value) {
    int at = check(offset, Long.BYTES);
    disturb(at, Long.BYTES);
    if ((long) LONG.get(bytes, at) != value) {
      of.varying.add(at);
    }
    LONG.set(bytes, at, value);
  }

  @Override
  public void putLongRelease(long offset, long value) {
    putLong(offset, value);
  }

  @Override
  public void storeStoreFence() {}

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    int at = check(offset, (long) lengthBytes);
    if (lengthBytes > 0) {
      disturb(at, lengthBytes);
    }
    for (int each = at; each < at + lengthBytes; each = nextLine(each)) {
      of.varying.add(each);
    }
    System.arraycopy(source, sourceIndex, bytes, at, lengthBytes);
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copyIn(offset, source, sourceIndex, lengthBytes);
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    copyIn(offset, new byte[(int) lengthBytes], 0, (int) lengthBytes);
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    check(offset, lengthBytes);
  }

  @Override
  public void checkUsable() {}

  @Override
  public void fence() {}

  @Override
  public void extend(long newSizeBytes) {
    throw new UnsupportedOperationException("an image is not extended");
  }

  @Override
  public MediumFacts facts() {
    return of.facts();
  }

  @Override
  public MediumCounters counters() {
    return counters;
  }

  @Override
  public void close() {}
}
