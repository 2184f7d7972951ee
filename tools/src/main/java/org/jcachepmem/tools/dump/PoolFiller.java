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
package org.jcachepmem.tools.dump;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.KeyHash;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Reservation;
import org.jcachepmem.allocator.record.Stripe;
import org.jspecify.annotations.Nullable;

/**
 * Puts contents into an open pool that nobody else uses. Records of one key go to one stripe, so of
 * two the later one stays; where keys compare as objects the provider sorts out at its next open
 * what equals what.
 */
public final class PoolFiller implements DumpReceiver {
  private final RecordStore records;
  private final IfThere ifThere;
  private final LongConsumer progress;
  private final Map<Integer, CatalogueEntry> caches = new HashMap<>();

  /** What contents are told by here, by what they were told by where the dump is of. */
  private final Map<Long, Long> births = new HashMap<>();

  /** What to do with a cache that has entries in the pool already. */
  public enum IfThere {
    /** Fill nothing. */
    REFUSE,
    /** Empty it first. */
    REPLACE,
    /** Put the records beside and over those that are there. */
    MERGE
  }

  /** A cache that can't be filled as asked. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * @param progress is told of each record
   */
  public PoolFiller(RecordStore records, IfThere ifThere, LongConsumer progress) {
    this.records = records;
    this.ifThere = ifThere;
    this.progress = progress;
  }

  @Override
  public void head(DumpHead head) {
    // The pool is made before, where one is made.
  }

  @Override
  public void cache(CatalogueEntry cache) throws IOException {
    CatalogueEntry own = cache.withProvenance(own(cache.provenance()));
    CatalogueEntry there = records.catalogue().find(cache.namespace(), cache.name());
    caches.put(cache.id(), there == null ? records.catalogue().create(own) : fit(own, there));
  }

  /**
   * The same with births of this pool's own, which no other contents have had: caches of one dump
   * still fit each other, and nothing else.
   */
  private Provenance own(Provenance dumped) {
    return dumped.bornAs(born(dumped.birth())).livingWith(born(dumped.companionBirth()));
  }

  private long born(long dumped) {
    return dumped == 0 ? 0 : births.computeIfAbsent(dumped, b -> records.life().beginEpoch());
  }

  private CatalogueEntry fit(CatalogueEntry cache, CatalogueEntry there) throws RefusedException {
    boolean isEmpty = records.recovered(there.id()).count() == 0;
    if (!isEmpty && ifThere == IfThere.REFUSE) {
      throw new RefusedException(
          "the pool has entries of cache \""
              + cache.name()
              + "\" in namespace \""
              + cache.namespace()
              + "\" already: add --replace to empty it first, or --merge to keep them");
    }
    if (!isEmpty && ifThere == IfThere.MERGE) {
      boolean sameForm =
          there.keyCodec().equals(cache.keyCodec())
              && there.valueCodec().equals(cache.valueCodec());
      if (!sameForm) {
        throw new RefusedException(
            "cache \""
                + cache.name()
                + "\" has keys and values of codecs "
                + there.keyCodec()
                + " and "
                + there.valueCodec()
                + " in the pool, and of "
                + cache.keyCodec()
                + " and "
                + cache.valueCodec()
                + " in the dump: they can't be merged");
      }
      return merged(cache, there);
    }
    if (!isEmpty) {
      if (there.provenance().birth() != 0) {
        records.catalogue().update(reborn(there)); // first: a kill may come before the rest
      }
      records.clear(there.id(), (epoch, dropped) -> {}); // no index has any
    }
    CatalogueEntry filled = cache.withId(there.id());
    records.catalogue().update(filled);
    return filled;
  }

  private CatalogueEntry merged(CatalogueEntry cache, CatalogueEntry there)
      throws RefusedException {
    String version = there.provenance().dataVersion();
    if (!version.equals(cache.provenance().dataVersion())) {
      throw new RefusedException(
          "cache \""
              + cache.name()
              + "\" has data-version \""
              + version
              + "\" in the pool, and \""
              + cache.provenance().dataVersion()
              + "\" in the dump: they can't be merged");
    }
    // Other contents than those that caches live with, and not all with those that they live with.
    CatalogueEntry changed = there.provenance().birth() == 0 ? there : reborn(there);
    if (there.provenance().companionBirth() != 0) {
      Provenance provenance = changed.provenance();
      changed = changed.withProvenance(provenance.livingWith(records.life().beginEpoch()));
    }
    if (!changed.equals(there)) {
      records.catalogue().update(changed);
    }
    return changed;
  }

  /** With a birth that nothing lives with. */
  private CatalogueEntry reborn(CatalogueEntry cache) {
    return cache.withProvenance(cache.provenance().bornAs(records.life().beginEpoch()));
  }

  @Override
  public void record(DumpRecord record) {
    CatalogueEntry cache =
        Objects.requireNonNull(caches.get(record.cacheId()), "a cache comes before its records");
    byte[] key = record.key();
    Reservation reservation = records.reserve(key.length, record.value().length);
    Stripe stripe = records.stripe(Long.hashCode(KeyHash.of(key)));
    stripe.lock();
    try {
      @Nullable EntryRef old = records.recovered(cache.id()).take(key);
      records.write(
          stripe, reservation, cache.id(), key, record.value(), record.expiryMillis(), false);
      if (old != null) {
        records.retire(stripe, old);
      }
    } finally {
      stripe.unlock();
    }
    progress.accept(1);
  }

  @Override
  public void end(DumpEnd end) {
    // The pool is closed by who opened it.
  }
}
