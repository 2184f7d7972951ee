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

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SlotSpace;

/**
 * What is done to an open pool as a whole, under its readers and writers: its epochs begin and are
 * settled, it grows, it is copied, and it is closed. One of these at a time. Thread safe; callers
 * hold no stripe.
 */
public final class PoolLife {
  private static final long PAGE_BYTES = 4096;

  private final RecordStore records;
  private final Pool pool;
  private final ReadAhead ahead;
  private final SlotSpace space;
  private final Extents extents;
  private final Settler settler;
  private final Epochs epochs;
  private final Commits commits;
  private final Snapshots snapshots;
  private final ReentrantLock clearLock;
  private final ReentrantLock lifeLock = new ReentrantLock();

  PoolLife(
      RecordStore records,
      SlotSpace space,
      Extents extents,
      Settler settler,
      Epochs epochs,
      Commits commits,
      Snapshots snapshots,
      ReentrantLock clearLock) {
    this.records = records;
    this.pool = records.pool();
    this.ahead = new ReadAhead(pool.medium());
    this.space = space;
    this.extents = extents;
    this.settler = settler;
    this.epochs = epochs;
    this.commits = commits;
    this.snapshots = snapshots;
    this.clearLock = clearLock;
  }

  /**
   * Begins a new epoch, durably, and returns its number, which no other has, unless epochs are
   * exhausted: then nothing can be written under it. Sequence numbers of two stripes compare only
   * across epochs, so a cache whose keys may lie in other stripes than before needs one before it
   * is used.
   */
  public long beginEpoch() {
    clearLock.lock();
    try {
      records.checkOpen();
      epochs.leave();
      return epochs.current();
    } finally {
      clearLock.unlock();
    }
  }

  /** Declares all that was written so far settled, so that the next recovery need not check it. */
  public void settleEpoch() {
    clearLock.lock();
    try {
      records.checkOpen();
      epochs.settle();
    } finally {
      clearLock.unlock();
    }
  }

  /** The same if nothing else is done to the pool as a whole; else false, and nothing is done. */
  boolean trySettleEpoch() {
    if (!clearLock.tryLock()) {
      return false;
    }
    try {
      settleEpoch();
      return true;
    } finally {
      clearLock.unlock();
    }
  }

  /**
   * Makes the pool larger: durable on return, and a crash leaves it as it was or grown. Nothing
   * that is stored moves.
   *
   * @param newPoolBytes bytes of the whole pool, rounded up to whole pages
   * @throws IllegalArgumentException if that gains no chunk
   * @throws java.io.UncheckedIOException if the medium can't be extended so far: the pool is as it
   *     was, and it can be tried again
   */
  public void grow(long newPoolBytes) {
    lifeLock.lock();
    try {
      records.checkOpen();
      long wanted = (newPoolBytes + PAGE_BYTES - 1) & -PAGE_BYTES;
      pool.growth(wanted);
      // A growth that was cut short may have left it longer than the pool.
      if (pool.medium().sizeBytes() < wanted) {
        pool.medium().extend(wanted);
      }
      clearLock.lock();
      try {
        records.checkOpen();
        epochs.exclusively(commits::extended);
        space.grow(pool.grow(wanted));
      } finally {
        clearLock.unlock();
      }
    } finally {
      lifeLock.unlock();
    }
  }

  /**
   * Settles everything and declares the pool clean, unless an operation failed half way. Whoever
   * works on it without a stripe, because it makes room, stores nothing any more when this returns.
   *
   * <p>A pool that was {@linkplain #stop stopped} is left as after a kill.
   *
   * @param refuse has later operations throw
   * @param isClean whether it is declared clean; if not, what a kill before meant is still to come
   */
  void close(Runnable refuse, boolean isClean) {
    clearLock.lock();
    try {
      endOperations(refuse);
      if (commits.isStopped()) { // asked when nobody is left who would stop it
        settler.end();
        commits.commit();
        return;
      }
      try {
        settler.settleAll();
      } finally {
        settler.end();
        epochs.barrier(); // who has marked something has had a fence for it
      }
      commits.commit();
      long last = epochs.current();
      pool.store(HotWordLayout.SETTLED_EPOCH, last);
      pool.medium().fence();
      if (isClean && !commits.isInDoubt()) {
        pool.store(HotWordLayout.CLEAN_STATE, last + 1);
        pool.medium().fence();
      }
    } finally {
      clearLock.unlock();
    }
  }

  /** The same, but settles and declares nothing: the pool is as after a kill. */
  void abandon(Runnable refuse) {
    clearLock.lock();
    try {
      settler.end();
      endOperations(refuse);
    } finally {
      clearLock.unlock();
    }
  }

  /**
   * An error, such as a full heap, struck between two changes, and one without the other must not
   * be built upon: from now on every change throws a {@link StoppedException}. Reads go on. Takes
   * no lock, and allocates nothing.
   */
  public void stop(Throwable cause) {
    commits.stop(cause);
  }

  /** Whether it was {@linkplain #stop stopped}. */
  public boolean isStopped() {
    return commits.isStopped();
  }

  private void endOperations(Runnable refuse) {
    refuse.run();
    space.close();
    epochs.barrier();
  }

  /**
   * Copies the pool as it is at one instant between call and return: with every operation that was
   * acknowledged before it, and none that began after it.
   *
   * @param place on return it has a pool that was closed cleanly, durably
   * @param isSharing whether what lies in chunks shares the pool's own storage where the file
   *     system can do that; what it can't is copied. A store to a page that is shared needs room on
   *     the file system, and meets a signal if there is none
   * @throws EpochsExhaustedException if there is no epoch left to tell later records by
   */
  public SnapshotReport snapshot(SnapshotPlace place, boolean isSharing) {
    lifeLock.lock();
    try {
      records.checkOpen();
      AtomicReference<SnapshotReport> report = new AtomicReference<>();
      place.make(pool.geometry().poolBytes(), target -> report.set(snapshot(target, isSharing)));
      return Objects.requireNonNull(report.get(), "the place had nothing written");
    } finally {
      lifeLock.unlock();
    }
  }

  private SnapshotReport snapshot(Medium medium, boolean isSharing) {
    SnapshotTarget target = new SnapshotTarget(medium, isSharing);
    long start = System.nanoTime();
    settler.settleAll(); // most of it, while others work
    long pause = begin(target);
    try {
      Snapshot snapshot = snapshots.current();
      for (int chunk = 0; chunk < snapshot.chunks(); chunk++) {
        if (!isSharing && snapshot.hasRecords(chunk)) {
          ahead.soon((long) chunk * space.chunkBytes(), space.chunkBytes());
        }
        snapshot.copy(chunk);
        snapshot.check();
      }
      snapshot.finish();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      return new SnapshotReport(
          snapshot.records(),
          snapshot.unreadable(),
          isSharing ? target.askedChunks() : 0,
          target.sharedChunks(),
          pause,
          snapshot.longestWaitNanos(),
          millis);
    } finally {
      snapshots.end();
    }
  }

  /** Begins a snapshot, of which this is the instant; it goes on until it is ended. */
  long begin(SnapshotTarget target) {
    clearLock.lock();
    try {
      records.checkOpen();
      return snapshots.begin(pool, space, extents, settler, epochs, target);
    } finally {
      clearLock.unlock();
    }
  }

  /** The snapshot that has begun. */
  Snapshots snapshots() {
    return snapshots;
  }
}
