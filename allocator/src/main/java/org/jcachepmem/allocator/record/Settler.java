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
package org.jcachepmem.allocator.record;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.space.SlotSpace;

/**
 * Gives the slots of retired records back: mark them DEAD in order, flush, and after a fence by the
 * same thread tell readers and free the slots. Normally this rides on the fence of a put or remove;
 * where fences write pages it is left to {@linkplain Sweep sweeps}.
 *
 * <pre>
 *  LIVE, retired --mark--> DEAD, flushed --fence--> DEAD, durable --finish--> free
 * </pre>
 *
 * In the relaxed modes each arrow also waits for a commit: see {@link Commits}.
 */
final class Settler {
  /** How many queued records an operation settles with its own fence, unless there are sweeps. */
  static final int RIDERS = 8;

  /** A part of what may wait by so many stripes is many records still. */
  private static final int FEW_STRIPES = 256;

  private static final int PRESSURE_SHARE = 16;
  private static final int PRESSURE_STRIPES = 16;
  private static final int PRESSURE_RIDERS = 64;

  private final Medium medium;
  private final SlotSpace space;
  private final Extents extents;
  private final Stripe[] stripes;
  private final Commits commits;
  private final Snapshots snapshots;
  private final boolean isSwept;
  private final LongAdder backlogBytes = new LongAdder();

  /** Who sweeps; set once, while the pool is opened. */
  private Runnable sweeper = () -> {};

  /** Where the next look at other stripes starts: after those that the last one settled. */
  private final AtomicInteger nextOther = new AtomicInteger();

  private volatile boolean ended;

  Settler(
      Medium medium,
      SlotSpace space,
      Extents extents,
      Stripe[] stripes,
      Commits commits,
      Snapshots snapshots) {
    this.medium = medium;
    this.space = space;
    this.extents = extents;
    this.stripes = stripes;
    this.commits = commits;
    this.snapshots = snapshots;
    this.isSwept = medium.facts().pageGranular() && !commits.isRelaxed();
  }

  /** Whether records are settled by sweeps. */
  boolean isSwept() {
    return isSwept;
  }

  /** Whom to call when a sweep is due; must return at once. */
  void sweeper(Runnable caller) {
    sweeper = caller;
  }

  /**
   * How many queued records an operation of the stripe settles with its own fence. Where there are
   * sweeps none, unless so many wait that no sweep seems to find the stripe free.
   */
  int riders(Stripe stripe) {
    return isSwept && stripe.queuedBytes.get() <= mostQueuedBytes() ? 0 : RIDERS;
  }

  /**
   * Twice a stripe's part, or more where there are so many stripes that this is but a few records.
   */
  private long mostQueuedBytes() {
    return 2 * pressureBytes() / Math.min(stripes.length, FEW_STRIPES);
  }

  /** So much may wait before operations settle other stripes, too. */
  private long pressureBytes() {
    return space.chunkedBytes() / PRESSURE_SHARE;
  }

  /** Queues a record that the caller has just retired. Lock free. */
  void enqueueRetired(Stripe stripe, EntryRef entry, long weight) {
    try {
      enqueue(stripe, entry, weight);
    } catch (Error e) {
      commits.stop(e); // a record that nobody settles would come back
      throw e;
    }
  }

  private Retired enqueue(Stripe stripe, EntryRef entry, long weight) {
    Retired retired = new Retired(entry, space.entry(entry.offset()), commits.open());
    stripe.queue.add(retired);
    stripe.queuedBytes.addAndGet(weight);
    backlogBytes.add(weight);
    return retired;
  }

  /**
   * Queues the record that {@code entry} stands for and has it stand for the one of {@code
   * written}, in that order: the new one may be evicted at once, and must be queued behind the old
   * one. False, and nothing has changed, if {@code entry} was retired, and so queued, meanwhile.
   */
  boolean renew(Stripe stripe, EntryRef entry, EntryRef written, long weight) {
    assert stripe.isHeldByCurrentThread();
    EntryRef outgoing = entry.outgoing();
    Retired retired = enqueue(stripe, outgoing, weight);
    if (entry.renew(outgoing, written)) {
      return true;
    }
    stripe.queue.remove(retired);
    retired.leaveQueue();
    stripe.queuedBytes.addAndGet(-weight);
    backlogBytes.add(-weight);
    return false;
  }

  /** Marks up to {@code most} queued records; the caller holds the stripe and fences next. */
  void mark(Stripe stripe, int most) {
    assert stripe.isHeldByCurrentThread();
    if (ended) {
      return;
    }
    commits.checkGoing();
    if (!commits.isRelaxed()) {
      // Left by an operation that failed before its fence; that flush was of another thread
      // perhaps.
      for (Retired left : stripe.marked) {
        commits.flush(left.at(), Long.BYTES);
      }
    }
    undo(stripe);
    int marks = 0;
    while (true) {
      Retired next = stripe.queue.peek();
      if (next == null || !commits.isDurable(next.commit())) {
        return;
      }
      if (!next.isSwept()) {
        if (marks == most) {
          return;
        }
        marks++;
        markDead(next);
      }
      stripe.marked.add(next.by(commits.open()));
      // Only now: if the mark failed, the record must still wait for one.
      stripe.queue.remove();
      next.leaveQueue();
    }
  }

  private void markDead(Retired retired) {
    long at = retired.at();
    long w0 = medium.getLong(at);
    if (DirectoryLayout.state(w0) == DirectoryLayout.LIVE) {
      snapshots.beforeChange(retired.entry().offset());
      medium.putLongRelease(at, DirectoryLayout.dead(DirectoryLayout.sequence(w0)));
    }
    // Also a tombstone that is durable already, as far as anyone knows: its own fence may have
    // failed.
    commits.flush(at, Long.BYTES);
  }

  /**
   * Marks a record out of its turn, which stays queued, and must be {@linkplain Retired#sweep
   * swept} after a fence. The caller holds its stripe until this returns, so that nobody gives the
   * slot to another record meanwhile; false, and nothing is stored, if it is no longer queued.
   */
  boolean markQueued(Retired retired) {
    if (ended || commits.isStopped() || retired.isOutOfQueue()) {
      return false;
    }
    markDead(retired);
    return true;
  }

  /**
   * Gives back the slots of the records at the head of the queue whose marks are durable, by the
   * holder of the stripe. Takes no fence. Returns whether there were any.
   */
  boolean finishSwept(Stripe stripe) {
    if (hasMarked(stripe)) {
      return false; // until an operation of the stripe has fenced what another left
    }
    mark(stripe, 0);
    boolean any = hasMarked(stripe);
    finish(stripe);
    return any;
  }

  /** Queues a put that failed: its record is VOID before anything else of its stripe is durable. */
  void enqueueFailed(Stripe stripe, Reservation reservation) {
    assert stripe.isHeldByCurrentThread();
    stripe.failed.add(reservation);
    long weight = weight(reservation);
    stripe.queuedBytes.addAndGet(weight);
    backlogBytes.add(weight);
  }

  /** Stores and flushes VOID, never DEAD, which would hide the value that still stands. */
  void undo(Stripe stripe) {
    for (Reservation reservation : stripe.failed) {
      long at = space.entry(reservation.offset());
      medium.putLongRelease(at, DirectoryLayout.VOID);
      commits.flush(at, Long.BYTES);
    }
  }

  /** After the fence that follows {@link #undo}: gives the slots of failed puts back. */
  void finishFailed(Stripe stripe) {
    for (Reservation each = stripe.failed.poll(); each != null; each = stripe.failed.poll()) {
      long weight = weight(each);
      stripe.queuedBytes.addAndGet(-weight);
      backlogBytes.add(-weight);
      if (each.pieces() != null) {
        extents.freeIfReadable(each.pieces());
      }
      // What it failed of may be in the slot itself.
      space.freeIfReadable(each.offset());
    }
  }

  private long weight(Reservation reservation) {
    return extents.weight((long) reservation.keyLength() + reservation.valueLength());
  }

  /** After the fence, still under the stripe's lock: what was marked before it is free. */
  void finish(Stripe stripe) {
    assert stripe.isHeldByCurrentThread();
    finishFailed(stripe);
    int durable = 0;
    for (Retired marked : stripe.marked) {
      if (!commits.isDurable(marked.commit())) {
        break;
      }
      marked.entry().die();
      durable++;
    }
    if (durable == 0) {
      return;
    }
    // A reader that saw the handle alive after its copy copied before any reuse of the slot.
    VarHandle.fullFence();
    long bytes = 0;
    try {
      for (; durable > 0; durable--) {
        EntryRef entry = stripe.marked.remove().entry();
        bytes += extents.weight(streamBytes(entry));
        free(entry);
      }
    } finally {
      stripe.queuedBytes.addAndGet(-bytes);
      backlogBytes.add(-bytes);
    }
  }

  /** Gives slot and pieces of a dead record back. */
  void free(EntryRef entry) {
    snapshots.beforeChange(entry.offset());
    boolean isList = extents.isNeeded(streamBytes(entry));
    if (entry.isDamaged()) {
      if (isList) {
        extents.freeIfReadable(entry.offset());
      }
      space.freeIfReadable(entry.offset());
    } else {
      if (isList) {
        extents.free(entry.offset());
      }
      space.free(entry.offset());
    }
  }

  private static long streamBytes(EntryRef entry) {
    return (long) entry.keyLength() + entry.valueLength();
  }

  /**
   * When too many bytes wait, marks records of other stripes too. Their locks are held until {@link
   * #finishOthers}, after the caller's fence.
   */
  List<Stripe> markOthers() {
    long limit = pressureBytes();
    long waiting = backlogBytes.sum();
    if (isSwept && (waiting > limit / 2 || waiting > space.chunkedBytes() - space.usedBytes())) {
      sweeper.run();
    }
    if (waiting <= limit) {
      return List.of();
    }
    List<Stripe> locked = new ArrayList<>(PRESSURE_STRIPES);
    boolean marked = false;
    try {
      long average = limit / stripes.length;
      int start = nextOther.getAndAdd(PRESSURE_STRIPES);
      for (int i = 0; i < stripes.length && locked.size() < PRESSURE_STRIPES; i++) {
        Stripe stripe = stripes[(start + i) & (stripes.length - 1)];
        if (stripe.queuedBytes.get() > average && !stripe.isHeldByCurrentThread()) {
          locked.add(stripe); // first: what is locked and not there would stay locked
          if (stripe.tryLock()) {
            mark(stripe, PRESSURE_RIDERS);
          } else {
            locked.remove(locked.size() - 1);
          }
        }
      }
      marked = true;
      return locked;
    } finally {
      if (!marked) {
        finishOthers(locked, false);
      }
    }
  }

  /**
   * Ends {@link #markOthers}: gives the slots back if the fence was passed, and the locks in any
   * case. Throws what the first of them failed with.
   */
  void finishOthers(List<Stripe> locked, boolean fenced) {
    Throwable first = null;
    for (int i = 0; i < locked.size(); i++) { // which allocates nothing, if the heap is full
      Stripe stripe = locked.get(i);
      try {
        if (fenced) {
          finish(stripe);
        }
      } catch (RuntimeException | Error e) {
        first = first == null ? e : first;
      } finally {
        stripe.unlock();
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }

  /**
   * Settles everything that is queued, by a thread that holds no stripe: first all stripes that
   * nobody holds with one fence, then the others one by one. In the relaxed modes this takes
   * commits.
   *
   * @return whether a slot was given back
   */
  boolean settleAll() {
    commits.commit();
    List<Stripe> locked = new ArrayList<>(stripes.length); // or what is locked might not fit
    List<Stripe> busy = new ArrayList<>();
    boolean any = false;
    boolean fenced = false;
    try {
      for (Stripe stripe : stripes) {
        // An eviction queues a record before it counts it, and their sum may be none meanwhile.
        if (!stripe.queue.isEmpty() || stripe.queuedBytes.get() != 0) {
          locked.add(stripe); // first: what is locked and not there would stay locked
          if (stripe.tryLock()) {
            mark(stripe, Integer.MAX_VALUE);
            any |= hasMarked(stripe);
          } else {
            locked.remove(locked.size() - 1);
            busy.add(stripe);
          }
        }
      }
      if (any) {
        commits.fence();
        commits.commit();
      }
      fenced = true;
    } finally {
      finishOthers(locked, fenced);
    }
    for (Stripe stripe : busy) {
      stripe.lock();
      try {
        any |= settle(stripe);
      } finally {
        stripe.unlock();
      }
    }
    return any;
  }

  /**
   * Settles the stripes in which an operation failed before its fence, one after the other, if
   * nobody holds them: only these need another fence before a {@link Sweep} can give slots back.
   */
  void settleFailed() {
    for (Stripe stripe : stripes) {
      if (stripe.tryLock()) {
        try {
          if (hasMarked(stripe)) {
            settle(stripe);
          }
        } finally {
          stripe.unlock();
        }
      }
    }
  }

  /**
   * The pool is about to be declared clean: from now on nothing is marked. A mark whose fence comes
   * after that would be believed by the next session, and might be lost.
   */
  void end() {
    ended = true;
  }

  /**
   * Marks everything that is queued, by a thread that holds every stripe and fences before it gives
   * one back: whatever was retired before reads as LIVE no more. Slots come back later.
   */
  void markAll() {
    commits.commit();
    for (Stripe stripe : stripes) {
      // Not by its bytes, which an eviction may not have added yet.
      mark(stripe, Integer.MAX_VALUE);
    }
  }

  /**
   * Settles what is queued in one stripe, whose lock the caller holds; a fence only if there is
   * something.
   */
  boolean settle(Stripe stripe) {
    mark(stripe, Integer.MAX_VALUE);
    if (!hasMarked(stripe)) {
      return false;
    }
    commits.fence();
    finish(stripe);
    return true;
  }

  /** Whether the next fence settles something of the stripe. */
  boolean hasMarked(Stripe stripe) {
    return !stripe.marked.isEmpty() || !stripe.failed.isEmpty();
  }

  /**
   * Before an insert whose equal may be stored with other bytes: the whole queue may be marked with
   * the insert's own fence or commit. In the relaxed modes that takes a commit first.
   */
  void makeAllMarkable(Stripe stripe) {
    if (!stripe.queue.isEmpty()) {
      commits.commit();
    }
  }

  /** Pool bytes that wait to be settled. */
  long backlogBytes() {
    return backlogBytes.sum();
  }
}
