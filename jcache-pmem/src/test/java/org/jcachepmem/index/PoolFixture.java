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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;

/** A pool on a medium of the test's choice that can be closed, killed and opened again. */
public final class PoolFixture implements AutoCloseable {
  static final int STRIPES = 8;

  private final int stripes;
  private final List<SharedPoolSession> sessions = new ArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  long indexMaxBytes = 64L << 20;
  Medium medium;
  RecordStore records;
  SharedPool pool;

  PoolFixture(Medium medium, FormatOptions format) {
    this(medium, format, STRIPES);
  }

  private PoolFixture(Medium medium, FormatOptions format, int stripes) {
    this.medium = medium;
    this.stripes = stripes;
    Pool.format(medium, format);
    open();
  }

  /** A product pool in the heap. */
  static PoolFixture heap(long bytes) {
    return new PoolFixture(new HeapMedium(bytes), FormatOptions.standard(1_700_000_000_000L));
  }

  /** A small pool whose every store is recorded. */
  static PoolFixture recording(int bytes) {
    return new PoolFixture(new RecordingMedium(bytes), FormatOptions.small(7));
  }

  /** The same, where all keys share one stripe. */
  public static PoolFixture recordingInOneStripe(int bytes) {
    return new PoolFixture(new RecordingMedium(bytes), FormatOptions.small(7), 1);
  }

  /** The same on a medium whose fences write pages, so that several puts share one. */
  public static PoolFixture paged(int bytes) {
    return new PoolFixture(new PagedMedium(new RecordingMedium(bytes)), FormatOptions.small(7), 1);
  }

  private void open() {
    records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(stripes));
    pool = shared(records, indexMaxBytes, nanos::get, millis::get);
  }

  /** What sessions share of a pool, by a clock of nanoseconds of the test's choice. */
  static SharedPool shared(RecordStore records, long indexMaxBytes, LongSupplier nanoClock) {
    return shared(records, indexMaxBytes, nanoClock, System::currentTimeMillis);
  }

  private static SharedPool shared(
      RecordStore records, long indexMaxBytes, LongSupplier nanoClock, LongSupplier clock) {
    IntSupplier chance = () -> ThreadLocalRandom.current().nextInt();
    return new SharedPool(records, indexMaxBytes, nanoClock, clock, chance, PoolEvents.NONE);
  }

  /** A session that ends with the pool at the latest. */
  public SharedPoolSession session(String holder) {
    PoolDescription description = new PoolDescription(null, "volatile");
    SharedPoolSession session = new SharedPoolSession(pool, description, holder, Runnable::run);
    sessions.add(session);
    return session;
  }

  PooledEntries attach(String name, KeyIdentities<?> keys) {
    return attach(stored(name, 0, false), keys);
  }

  PooledEntries attach(StoredCache cache, KeyIdentities<?> keys) {
    return (PooledEntries) session("test").attach(cache, keys);
  }

  static StoredCache stored(String name, long quotaBytes, boolean pinned) {
    return new StoredCache("ns", name, "K", "k/1", "V", "v/1", quotaBytes, pinned, false);
  }

  /** One whose accesses make nothing expire. */
  static StoredCache untouched(String name, Freshness freshness) {
    return new StoredCache("ns", name, "K", "k/1", "V", "v/1", 0, false, freshness, false);
  }

  /** How many fences the operation takes. */
  long fencesOf(Runnable operation) {
    long before = medium.counters().fences();
    operation.run();
    return medium.counters().fences() - before;
  }

  /** Closes the pool cleanly and opens it again. */
  public void restart() {
    close();
    open();
  }

  /** Moves all entries of the caches elsewhere, as making room does. */
  public void moveAll() {
    for (Share share : pool.budget().shares()) {
      PooledEntries store = Objects.requireNonNull(share.store());
      List<KeyIdentity> keys = new ArrayList<>();
      store.keys().forEachRemaining(keys::add);
      for (KeyIdentity key : keys) {
        EntryRef entry = Objects.requireNonNull(store.peek(key));
        assertTrue(store.vacate(key.bytes(), entry.offset()), "moved");
      }
    }
    records.settleAll();
  }

  /** Opens what a killed process leaves behind. */
  public void kill() {
    sessions.clear();
    medium =
        medium instanceof PagedMedium paged
            ? paged.afterKill()
            : ((RecordingMedium) medium).afterKill();
    open();
  }

  /**
   * Closes the pool, and takes an inventory: what the shares say is what the pool has, to the byte,
   * and whatever was stored is durable.
   */
  @Override
  public void close() {
    sessions.forEach(SharedPoolSession::close);
    sessions.clear();
    long entries = 0;
    long weightBytes = 0;
    for (Share share : pool.budget().shares()) {
      entries += share.entries();
      weightBytes += share.weightBytes();
    }
    pool.close();
    records.close();
    if (medium instanceof RecordingMedium recording) {
      recording.assertAllDurable();
    }
    PoolCheckReport report = PoolCheck.run(medium);
    assertEquals(List.of(), report.problems());
    assertEquals(entries, report.totalEntries(), "entries in the pool");
    if (entries == 0) {
      assertEquals(0, weightBytes, "bytes that no entry has");
    }
  }
}
