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

import java.util.List;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Inventory;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveredTable;
import org.jspecify.annotations.Nullable;

/**
 * Recovers a pool and compares it with an oracle: each key, each cache, and every byte of the pool.
 */
public final class Inspection {
  private final RecordOptions options;
  private final String namespace;
  private final List<String> caches;
  private final List<Key> keys;

  /** What each key read as in the last inspection, by its number. */
  final Content[] found;

  /** Whether each cache existed. */
  final boolean[] existed;

  /** Whether the pool was closed. */
  boolean isClosed;

  /**
   * Of pools opened with {@code options}, with the caches of these names in {@code namespace}: a
   * cache's number, as keys and oracle have it, is its place among them.
   */
  public Inspection(RecordOptions options, String namespace, List<String> caches, List<Key> keys) {
    this.options = options;
    this.namespace = namespace;
    this.caches = caches;
    this.existed = new boolean[caches.size()];
    this.keys = keys;
    this.found = new Content[keys.size()];
  }

  /**
   * Fails if the pool on {@code medium} recovers to anything that {@code oracle} does not allow.
   */
  public void check(Medium medium, Oracle oracle, boolean powerLoss) {
    RecordStore records = RecordStore.open(mount(medium), options);
    check(records, oracle, powerLoss);
    Inventory.check(records, report(medium, records.pool()));
    if (records.recovery().damaged() != 0) {
      throw new AssertionError("a crash is no damage, but recovery found " + records.recovery());
    }
    if (isClosed && !records.recovery().clean()) {
      throw new AssertionError("closed, but recovery does not say so");
    }
  }

  private static Pool mount(Medium medium) {
    return medium instanceof ImageMedium image ? image.reports.mount() : Pool.mount(medium);
  }

  private static PoolCheckReport report(Medium medium, Pool pool) {
    return medium instanceof ImageMedium image ? image.reports.report(pool) : PoolCheck.run(pool);
  }

  private void check(RecordStore records, Oracle oracle, boolean powerLoss) {
    for (int cache = 0; cache < existed.length; cache++) {
      CatalogueEntry stored = records.catalogue().find(namespace, caches.get(cache));
      existed[cache] = stored != null;
      oracle.checkExistence(cache, existed[cache]);
      RecoveredTable table = stored == null ? null : records.recovered(stored.id());
      long count = table == null ? 0 : table.count();
      for (int i = 0; i < keys.size(); i++) {
        Key key = keys.get(i);
        if (key.cache() == cache) {
          count -= read(records, table, key, oracle, powerLoss);
        }
      }
      if (count != 0) {
        throw new AssertionError(count + " entries too many in cache " + cache);
      }
    }
  }

  /** Returns how many records the key has: loose ones may have several until they are attached. */
  private int read(
      RecordStore records,
      @Nullable RecoveredTable table,
      Key key,
      Oracle oracle,
      boolean powerLoss) {
    EntryRef newest = null;
    int count = 0;
    if (table != null) {
      for (byte[] spelling : key.spellings()) {
        EntryRef entry = table.take(spelling);
        if (entry != null) {
          count++;
          if (newest == null || records.sequence(entry) > records.sequence(newest)) {
            newest = entry;
          }
        }
      }
    }
    byte[] value = null;
    int expirySeconds = Content.ETERNAL;
    if (newest != null) {
      value = records.readValue(newest);
      if (value == null) {
        throw new AssertionError(key + " is damaged");
      }
      expirySeconds = seconds(newest.expiryMillis());
    }
    found[key.number()] = oracle.check(key, value, expirySeconds, powerLoss);
    return count;
  }

  /** Tells the oracle that what was found in the last inspection is so. */
  public void settle(Oracle oracle) {
    for (Key key : keys) {
      oracle.settle(key, found[key.number()]);
    }
    for (int cache = 0; cache < existed.length; cache++) {
      oracle.acknowledgeExistence(cache, existed[cache]);
    }
  }

  /** A time as the medium keeps it. */
  public static int seconds(long expiryMillis) {
    return expiryMillis == EntryRef.ETERNAL
        ? Content.ETERNAL
        : (int) ((expiryMillis - Settings.CREATION_MILLIS) / 1000);
  }

  /** The wall-clock milliseconds of a time as the medium keeps it. */
  public static long millis(int expirySeconds) {
    return expirySeconds == Content.ETERNAL
        ? EntryRef.ETERNAL
        : Settings.CREATION_MILLIS + expirySeconds * 1000L;
  }
}
