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

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The map of one stored cache: key identity to entry, which forgets the least useful entries when
 * their pool bytes exceed a maximum.
 *
 * <p>What Caffeine does here, and what it is kept from doing. Its maintenance runs in the thread
 * that caused it, so that a put never waits for another thread. Its weights are {@code int}s, so
 * they count units of {@link #WEIGHT_UNIT_BYTES}, of which every slot is a multiple. Its eviction
 * listener runs inside the removal, perhaps while a put holds any stripe: it may only queue.
 * Explicit removals and replacements never reach the listener. An entry may be evicted by the very
 * call that publishes it.
 *
 * <p>Uses are what eviction chooses by, and to count one costs more than to look the entry up: a
 * hash sketch and three entries of a list change, in memory that is in no cache. So while nothing
 * is evicted one use in {@link #CALM_SAMPLE} is counted, chosen by chance, and from the first
 * eviction on every one, until many uses have passed without another. (Caffeine itself counts none
 * until it is half full.)
 *
 * <p><b>The rule of leaving.</b> An entry leaves the map only by a holder of its stripe's lock, or
 * in a computation that retires it before it is gone. So a stripe holder that misses a key knows
 * that every older record of that key is in the stripe's settle queue.
 *
 * <p>Thread safe. Only detached identities go in.
 */
final class CaffeineIndex {
  static final int WEIGHT_UNIT_BYTES = 16;

  /** While nothing is evicted one use in so many is counted; a power of two. */
  static final int CALM_SAMPLE = 32;

  /** So many counted uses without an eviction, and it is calm again. */
  private static final int ALERT_USES = 1 << 16;

  private final Function<Object, KeyIdentity> identities;

  /** Replaced by {@link #forgetAll}, like what follows from it. */
  private Cache<Object, EntryRef> cache;

  private Policy<Object, EntryRef> policy;
  private Policy.Eviction<Object, EntryRef> eviction;

  /**
   * About how many uses are still counted one and all. All readers share it, so only those of the
   * sample write, for the others too. Races make it a little wrong, which hurts nobody.
   */
  private volatile int alertUses;

  /**
   * An empty index.
   *
   * @param weightBytes pool bytes of an entry, constant for each entry
   * @param identities the identity that an {@linkplain KeyIdentity#indexKey index key} stands for
   * @param evicted gets each entry that leaves by eviction, before it is gone; must not block
   * @param notTold gets the error, such as a full heap, for which {@code evicted} did not get one,
   *     which is gone all the same; Caffeine only logs it
   */
  CaffeineIndex(
      WeightBytes weightBytes,
      Function<Object, KeyIdentity> identities,
      BiConsumer<KeyIdentity, EntryRef> evicted,
      Consumer<Error> notTold) {
    this.identities = identities;
    cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(Long.MAX_VALUE)
            .weigher((Object key, EntryRef entry) -> units(weightBytes.of(entry)))
            .evictionListener(
                (Object key, EntryRef entry, RemovalCause cause) -> {
                  alertUses = ALERT_USES;
                  try {
                    evicted.accept(identities.apply(key), entry);
                  } catch (Error e) {
                    notTold.accept(e);
                    throw e;
                  }
                })
            .build();
    policy = cache.policy();
    eviction = policy.eviction().orElseThrow();
  }

  /**
   * The entry of a key, which may count as a use of it. Neither locks nor allocates.
   *
   * @param indexKey of the key, detached or not
   * @param random random bits of the caller's
   */
  @Nullable EntryRef get(Object indexKey, int random) {
    return isCounted(random) ? cache.getIfPresent(indexKey) : policy.getIfPresentQuietly(indexKey);
  }

  private boolean isCounted(int random) {
    int alert = alertUses;
    boolean isSample = (random & CALM_SAMPLE - 1) == 0;
    if (isSample && alert > 0) {
      alertUses = alert - CALM_SAMPLE;
    }
    return isSample || alert > 0;
  }

  /** Counts a use of a key as {@link #get} does, for who has the entry already. */
  void used(Object indexKey, int random) {
    if (isCounted(random)) {
      cache.getIfPresent(indexKey);
    }
  }

  /** The entry of {@code key}, without counting a use. */
  @Nullable EntryRef peek(KeyIdentity key) {
    return policy.getIfPresentQuietly(key.indexKey());
  }

  /**
   * Maps {@code key}, which must be detached; an equal one that is mapped stays and gets the entry.
   * By a holder of the key's stripe.
   */
  void publish(KeyIdentity key, EntryRef entry) {
    cache.put(key.indexKey(), entry);
  }

  /**
   * Unmaps {@code key} if it is mapped to {@code entry}. By a holder of the key's stripe. False if
   * it was evicted meanwhile: then it is retired and queued.
   */
  boolean forget(KeyIdentity key, EntryRef entry) {
    return cache.asMap().remove(key.indexKey(), entry);
  }

  /**
   * Unmaps {@code key} if it is mapped to {@code entry} and {@code retire} wins the entry, which
   * happens inside the removal: an eviction may be about to do the same. By a holder of the key's
   * stripe, or when nobody serves the index any more. True if it won.
   */
  boolean drop(KeyIdentity key, EntryRef entry, BiPredicate<KeyIdentity, EntryRef> retire) {
    return replace(key, entry, null, retire);
  }

  /**
   * Maps {@code key} to {@code moved} if it is mapped to {@code entry} and {@code retire} wins the
   * entry, in one step: else an eviction between the two would come undone. By a holder of the
   * key's stripe. False if the entry was evicted or dropped meanwhile: then it is retired and
   * queued.
   */
  boolean exchange(
      KeyIdentity key, EntryRef entry, EntryRef moved, BiPredicate<KeyIdentity, EntryRef> retire) {
    return replace(key, entry, moved, retire);
  }

  /** Without a {@code successor}, or if {@code retire} does not win, the key is unmapped. */
  private boolean replace(
      KeyIdentity key,
      EntryRef entry,
      @Nullable EntryRef successor,
      BiPredicate<KeyIdentity, EntryRef> retire) {
    boolean[] won = new boolean[1];
    cache
        .asMap()
        .computeIfPresent(
            key.indexKey(),
            (kept, current) -> {
              if (current != entry) {
                return current;
              }
              won[0] = retire.test(identities.apply(kept), current);
              return won[0] ? successor : null;
            });
    return won[0];
  }

  /** Evicts the least useful entries until they weigh at most {@code bytes}, and keeps it so. */
  void maximum(long bytes) {
    eviction.setMaximum(bytes == Long.MAX_VALUE ? bytes : bytes / WEIGHT_UNIT_BYTES);
  }

  /** Evicts about {@code bytes} of the least useful entries once; the maximum stays as it is. */
  void evict(long bytes) {
    long maximum = eviction.getMaximum();
    long weight = eviction.weightedSize().orElseThrow();
    try {
      eviction.setMaximum(
          Math.max(0, weight - (bytes + WEIGHT_UNIT_BYTES - 1) / WEIGHT_UNIT_BYTES));
    } finally { // a key's own equals may throw
      eviction.setMaximum(maximum);
    }
  }

  /**
   * Forgets all entries in no time, for an index that nobody uses any more, but somebody may keep.
   */
  void forgetAll() {
    cache =
        Caffeine.newBuilder().maximumWeight(0).weigher((Object key, EntryRef entry) -> 1).build();
    policy = cache.policy();
    eviction = policy.eviction().orElseThrow();
  }

  /** Entries, those of which the eviction is under way included. */
  long count() {
    return cache.estimatedSize();
  }

  /** The kept identities, weakly consistent. */
  Iterator<KeyIdentity> keys() {
    Iterator<Object> keys = cache.asMap().keySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return keys.hasNext();
      }

      @Override
      public KeyIdentity next() {
        return identities.apply(keys.next());
      }
    };
  }

  /** Calls {@code visitor} with each entry, weakly consistent. */
  void forEach(BiConsumer<KeyIdentity, EntryRef> visitor) {
    cache.asMap().forEach((key, entry) -> visitor.accept(identities.apply(key), entry));
  }

  private static int units(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + WEIGHT_UNIT_BYTES - 1) / WEIGHT_UNIT_BYTES);
  }

  /** How many pool bytes an entry takes. */
  interface WeightBytes {
    long of(EntryRef entry);
  }
}
