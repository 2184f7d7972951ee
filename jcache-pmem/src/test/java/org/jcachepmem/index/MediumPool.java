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

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/** A pool on any medium as sessions see it, open to the eyes of a test. */
public final class MediumPool {
  private final RecordStore records;
  private final SharedPool pool;

  /** Recovers the pool on {@code medium}. */
  public MediumPool(
      Medium medium, RecordOptions options, long indexMaxBytes, LongSupplier nanoClock) {
    records = RecordStore.open(Pool.mount(medium), options);
    pool =
        new SharedPool(
            records,
            indexMaxBytes,
            nanoClock,
            System::currentTimeMillis,
            new Random(1)::nextInt,
            PoolEvents.NONE);
  }

  /** The one session; when it ends the pool is closed. */
  public PoolSession session() {
    return new SharedPoolSession(
        pool, new PoolDescription(null, "volatile"), "test", park -> records.close());
  }

  /** The records. */
  public RecordStore records() {
    return records;
  }

  /** What a look at a key shows: known to be there, known not to be there, or not known. */
  public record Sight(boolean isKnown, @Nullable EntryRef entry) {}

  /**
   * Looks at a key without counting a use and without indexing anything. What no session has open,
   * or is not indexed yet, is not known.
   */
  public Sight peek(String namespace, String name, KeyIdentity key) {
    Share share = share(namespace, name);
    PooledEntries store = share == null ? null : share.store();
    if (store == null) {
      return new Sight(false, null);
    }
    EntryRef entry = store.index().peek(key);
    if (entry != null && entry.isLive()) {
      return new Sight(true, entry);
    }
    return new Sight(share.unindexed().isEmpty(), null);
  }

  /** The entry of a key of an open cache, as any operation looks it up. */
  public @Nullable EntryRef find(String namespace, String name, KeyIdentity key) {
    Share share = share(namespace, name);
    PooledEntries store = share == null ? null : share.store();
    if (store == null) {
      throw new IllegalStateException("cache " + name + " is not open");
    }
    return store.find(key);
  }

  private @Nullable Share share(String namespace, String name) {
    for (Share share : pool.budget().shares()) {
      if (share.stored().name().equals(name) && share.stored().namespace().equals(namespace)) {
        return share;
      }
    }
    return null;
  }

  /** Entries evicted since the pool was opened. */
  public long evictions() {
    return pool.budget().shares().stream().mapToLong(Share::evictions).sum();
  }

  /** Evicts about that much, wherever the budget says. */
  public boolean evict(long bytes) {
    return pool.budget().evict(bytes);
  }

  /** Runs {@code action} while another thread holds the key's stripe. */
  public void whileHeld(KeyIdentity key, Runnable action) {
    Stripe stripe = records.stripe(key.hashCode());
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              stripe.lock();
              try {
                held.countDown();
                done.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              } finally {
                stripe.unlock();
              }
            },
            "stripe holder");
    holder.start();
    try {
      held.await();
      action.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      done.countDown();
      join(holder);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
