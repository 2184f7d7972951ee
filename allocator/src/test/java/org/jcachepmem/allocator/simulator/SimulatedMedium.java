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

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.medium.MediumFacts;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A medium that knows what a crash may keep of it, by a {@link CrashModel}: loads see what was
 * executed; what is not certainly on the medium waits in its unit.
 *
 * <p>Not thread safe: one thread at a time, though it may be another one each time (a flush counts
 * for the thread that made it).
 */
public final class SimulatedMedium implements Medium {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final CrashModel model;
  private final @Nullable SimulatedMedium leader;
  final byte[] now;
  final byte[] durable;
  private final PendingUnit[] pending;
  private final UnitSet dirty;
  private final MediumCounters counters = new MediumCounters();
  private final Map<Thread, List<PendingUnit>> flushed = new IdentityHashMap<>();

  /** Arrays that are equal to {@link #durable} while nobody uses them. */
  private final List<byte[]> followers = new ArrayList<>();

  /** Units in which this medium differs from the one that it follows; null if it follows none. */
  private final @Nullable UnitSet touched;

  final VaryingLines varying;
  private int sizeBytes;
  private long ordering;
  private Steps steps = Steps.NONE;
  private boolean hasFailed;

  /** Whether a unit may be stuck. */
  private boolean isStuck;

  /** A medium of {@code sizeBytes}, all zero, that can be extended to {@code mostBytes}. */
  public SimulatedMedium(CrashModel model, int sizeBytes, int mostBytes) {
    this(model, sizeBytes, mostBytes, null);
  }

  private SimulatedMedium(
      CrashModel model, int sizeBytes, int mostBytes, @Nullable SimulatedMedium leader) {
    this.leader = leader;
    this.model = model;
    this.sizeBytes = sizeBytes;
    now = new byte[mostBytes];
    durable = new byte[mostBytes];
    int units = mostBytes >>> model.unitShift;
    pending = new PendingUnit[units];
    varying = new VaryingLines(mostBytes);
    dirty = new UnitSet(units);
    touched = leader != null ? new UnitSet(units) : null;
  }

  /** A second medium that follows this one: between its uses it holds what is durable here. */
  SimulatedMedium follower() {
    SimulatedMedium follower = new SimulatedMedium(model, sizeBytes, durable.length, this);
    System.arraycopy(durable, 0, follower.now, 0, durable.length);
    System.arraycopy(durable, 0, follower.durable, 0, durable.length);
    follow(follower.now);
    follow(follower.durable);
    return follower;
  }

  /** Keeps {@code array} equal to what is durable here, and in whom this one follows. */
  void follow(byte[] array) {
    followers.add(array);
    if (leader != null) {
      leader.follow(array);
    }
  }

  private void tellFollowers(int unit) {
    int start = unit << model.unitShift;
    for (int i = 0; i < followers.size(); i++) {
      System.arraycopy(durable, start, followers.get(i), start, model.unitBytes());
    }
  }

  // ---- what the simulator asks

  public void steps(Steps newSteps) {
    steps = newSteps;
  }

  /** No crash point from now on. */
  public void noSteps() {
    steps = Steps.NONE;
  }

  /** Units with stores that are not certainly on the medium. */
  int pendingUnits() {
    return dirty.count;
  }

  /** Whether something before {@code end} is not certainly on the medium. */
  boolean isPendingBelow(long end) {
    for (int i = 0; i < dirty.count; i++) {
      if ((long) dirty.units[i] << model.unitShift < end) {
        return true;
      }
    }
    return false;
  }

  PendingUnit pendingUnit(int index) {
    return Objects.requireNonNull(pending[dirty.units[index]]);
  }

  boolean isPending(int unit) {
    return pending[unit] != null;
  }

  PendingUnit pending(int unit) {
    return Objects.requireNonNull(pending[unit]);
  }

  /** Fails if a store is not certainly on the medium. */
  public void assertAllDurable() {
    if (dirty.count != 0) {
      throw new AssertionError(
          dirty.count
              + " units are not durable, the first at "
              + ((long) dirty.units[0] << model.unitShift));
    }
  }

  /** The process is gone, the machine is not: nothing is flushed any more. */
  public void kill() {
    flushed.clear();
    hasFailed = false;
    for (int i = 0; i < dirty.count; i++) {
      pendingUnit(i).forgetFlushes();
    }
  }

  /** The machine is gone: each unit keeps what chance decides. */
  public void losePower(SplittableRandom random) {
    kill();
    double share = random.nextDouble();
    for (int i = 0; i < dirty.count; i++) {
      int choices = pendingUnit(i).choices(model);
      int choice =
          random.nextInt(4) == 0
              ? random.nextInt(choices)
              : random.nextDouble() < share ? choices - 1 : 0;
      settle(dirty.units[i], content(pendingUnit(i), choice));
    }
    dirty.clear();
  }

  /** What the unit holds if that choice is made. */
  byte[] content(PendingUnit unit, int choice) {
    int start = unit.number << model.unitShift;
    byte[] content = Arrays.copyOfRange(durable, start, start + model.unitBytes());
    unit.apply(choice, model, content, 0);
    return content;
  }

  /** Decides a unit: it is durable with that content. */
  private void settle(int unit, byte[] content) {
    int start = unit << model.unitShift;
    System.arraycopy(content, 0, now, start, content.length);
    System.arraycopy(content, 0, durable, start, content.length);
    pending[unit] = null;
    tellFollowers(unit);
  }

  // ---- a follower's life

  /** Starts as what a power loss of {@code leader} left: these contents, the rest durable. */
  void beginAfterPowerLoss(SimulatedMedium leader, int[] units, byte[][] contents, int count) {
    begin(leader);
    for (int i = 0; i < count; i++) {
      touched().add(units[i]);
      settle(units[i], contents[i]);
    }
  }

  /** Starts as what a kill left: everything executed, as durable as it was. */
  void beginAfterKill(SimulatedMedium leader) {
    begin(leader);
    for (int i = 0; i < leader.dirty.count; i++) {
      int unit = leader.dirty.units[i];
      touched().add(unit);
      int start = unit << model.unitShift;
      System.arraycopy(leader.now, start, now, start, model.unitBytes());
      pending[unit] = leader.pending(unit).unflushed();
      dirty.add(unit);
    }
  }

  private void begin(SimulatedMedium leader) {
    varying.begin();
    sizeBytes = leader.sizeBytes;
    hasFailed = false;
    isStuck = leader.isStuck;
    steps = Steps.NONE;
  }

  /** Ends it: everything is again as it is durable in {@code leader}. */
  void end(SimulatedMedium leader) {
    for (int i = 0; i < dirty.count; i++) {
      pending[dirty.units[i]] = null;
    }
    dirty.clear();
    flushed.clear();
    UnitSet units = touched();
    for (int i = 0; i < units.count; i++) {
      int start = units.units[i] << model.unitShift;
      System.arraycopy(leader.durable, start, now, start, model.unitBytes());
      System.arraycopy(leader.durable, start, durable, start, model.unitBytes());
      tellFollowers(units.units[i]);
    }
    units.clear();
  }

  private UnitSet touched() {
    return Objects.requireNonNull(touched, "this medium follows no other");
  }

  // ---- the medium

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  private int check(long offset, int lengthBytes) {
    if ((offset & (lengthBytes - 1)) != 0) {
      throw new IndexOutOfBoundsException(lengthBytes + " bytes at " + offset + " are not aligned");
    }
    return (int) Objects.checkFromIndexSize(offset, lengthBytes, (long) sizeBytes);
  }

  @Override
  public int getInt(long offset) {
    return (int) INT.get(now, check(offset, Integer.BYTES));
  }

  @Override
  public long getLong(long offset) {
    return (long) LONG.get(now, check(offset, Long.BYTES));
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    Objects.checkFromIndexSize(offset, lengthBytes, (long) sizeBytes);
    System.arraycopy(now, (int) offset, target, targetIndex, lengthBytes);
  }

  @Override
  public void putInt(long offset, int value) {
    int at = check(offset, Integer.BYTES);
    steps.beforeStore();
    boolean changes = (int) INT.get(now, at) != value;
    INT.set(now, at, value);
    stored(at, Integer.BYTES, value, model.keepsCaches, changes);
  }

  @Override
  public void putLong(long offset, long value) {
    int at = check(offset, Long.BYTES);
    steps.beforeStore();
    boolean changes = (long) LONG.get(now, at) != value;
    LONG.set(now, at, value);
    stored(at, Long.BYTES, value, model.keepsCaches, changes);
  }

  @Override
  public void putLongRelease(long offset, long value) {
    ordering++;
    putLong(offset, value);
  }

  @Override
  public void storeStoreFence() {
    ordering++;
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copy(offset, source, sourceIndex, lengthBytes, model.keepsCaches);
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    // Around the caches, as the product's medium does it from some length on: here from any.
    copy(offset, source, sourceIndex, lengthBytes, false);
    flush(offset, lengthBytes);
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    copyIn(offset, new byte[(int) lengthBytes], 0, (int) lengthBytes);
  }

  private void copy(
      long offset, byte[] source, int sourceIndex, int lengthBytes, boolean isDurableAtOnce) {
    int at = (int) Objects.checkFromIndexSize(offset, lengthBytes, (long) sizeBytes);
    Objects.checkFromIndexSize(sourceIndex, lengthBytes, source.length);
    int end = at + lengthBytes;
    int index = sourceIndex;
    int unit = -1;
    while (at < end) {
      int length = Math.min(Long.BYTES - (at & (Long.BYTES - 1)), end - at);
      long value = 0;
      for (int i = length - 1; i >= 0; i--) {
        value = value << 8 | source[index + i] & 0xFF;
      }
      if (at >>> model.unitShift != unit) {
        unit = at >>> model.unitShift;
        steps.beforeStore(); // a kill may come in the middle of a copy
      }
      boolean changes = !Arrays.equals(source, index, index + length, now, at, at + length);
      System.arraycopy(source, index, now, at, length);
      stored(at, length, value, isDurableAtOnce, changes);
      at += length;
      index += length;
    }
  }

  /** What changes nothing makes no new content, but it makes a page dirty. */
  private void stored(int at, int length, long value, boolean isDurableAtOnce, boolean changes) {
    int unit = at >>> model.unitShift;
    if (isStuck && (changes || model.isPaged)) {
      unstick(unit);
    }
    if (!changes) {
      return;
    }
    varying.add(at);
    if (touched != null) {
      touched.add(unit);
    }
    if (isDurableAtOnce && pending[unit] == null) {
      System.arraycopy(now, at, durable, at, length);
      tellFollowers(unit);
      return;
    }
    PendingUnit waiting = pending[unit];
    if (waiting == null) {
      waiting = new PendingUnit(unit);
      pending[unit] = waiting;
      dirty.add(unit);
    }
    waiting.add(at & (model.unitBytes() - 1), length, value, ordering);
  }

  /** A page that is stored to is dirty again, all of it. */
  private void unstick(int unit) {
    int first = unit / model.unitsPerFlush() * model.unitsPerFlush();
    for (int i = first; i < first + model.unitsPerFlush(); i++) {
      PendingUnit waiting = pending[i];
      if (waiting != null) {
        waiting.isStuck = false;
      }
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Objects.checkFromIndexSize(offset, lengthBytes, (long) sizeBytes);
    steps.beforeFlush();
    counters.flushed(offset, lengthBytes);
    if (lengthBytes == 0) {
      return;
    }
    int together = model.unitsPerFlush();
    int first = (int) (offset >>> model.unitShift) / together * together;
    int last =
        (int) ((offset + lengthBytes - 1) >>> model.unitShift) / together * together + together - 1;
    Thread thread = Thread.currentThread();
    List<PendingUnit> mine = null;
    for (int unit = first; unit <= last && unit < pending.length; unit++) {
      PendingUnit waiting = pending[unit];
      if (waiting != null) {
        waiting.flush(thread);
        if (mine == null) {
          mine = flushed.computeIfAbsent(thread, any -> new ArrayList<>());
        }
        mine.add(waiting);
      }
    }
  }

  @Override
  public void checkUsable() {
    if (hasFailed) {
      throw failure("an earlier fence failed");
    }
  }

  @Override
  public void fence() {
    checkUsable();
    steps.beforeFence();
    counters.fenced();
    ordering++;
    Thread thread = Thread.currentThread();
    List<PendingUnit> mine = flushed.get(thread);
    if (mine == null || mine.isEmpty()) {
      return;
    }
    for (PendingUnit each : mine) {
      if (pending[each.number] == each
          && each.persist(thread, model.isPaged, durable, model.unitBytes())) {
        tellFollowers(each.number);
        if (each.stores() == 0) {
          pending[each.number] = null;
          dirty.remove(each.number);
        }
      }
    }
    mine.clear();
  }

  /**
   * Out of {@link Steps#beforeFence}: the write-back fails. The system takes the pages for clean
   * from now on, whatever the disk has of them, and the medium has failed for good.
   */
  MediumFailedException failFence() {
    hasFailed = true;
    List<PendingUnit> mine = flushed.remove(Thread.currentThread());
    if (mine != null) {
      for (PendingUnit each : mine) {
        each.isStuck = true;
        each.forgetFlushes();
        isStuck = true;
      }
    }
    return failure("a planted failure of a fence");
  }

  /** Whether a fence failed since the process began. */
  public boolean hasFailed() {
    return hasFailed;
  }

  static MediumFailedException failure(String message) {
    return new MediumFailedException(message, new IOException("Input/output error"));
  }

  @Override
  public void extend(long newSizeBytes) {
    if (newSizeBytes < sizeBytes || newSizeBytes > durable.length) {
      throw new IllegalArgumentException("cannot extend " + sizeBytes + " to " + newSizeBytes);
    }
    sizeBytes = (int) newSizeBytes;
  }

  @Override
  public MediumFacts facts() {
    return model.facts();
  }

  @Override
  public MediumCounters counters() {
    return counters;
  }

  @Override
  public void close() {}
}
