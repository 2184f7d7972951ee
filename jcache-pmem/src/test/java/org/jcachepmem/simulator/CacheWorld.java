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
package org.jcachepmem.simulator;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import org.jcachepmem.SessionCachingProvider;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Inspection;
import org.jcachepmem.allocator.simulator.Key;
import org.jcachepmem.allocator.simulator.Oracle;
import org.jcachepmem.index.MediumPool;
import org.jcachepmem.index.MediumPool.Sight;
import org.jspecify.annotations.Nullable;

/**
 * A process: a provider over a simulated medium, its manager and its caches, and the oracle that is
 * told what each operation may do before it begins and what it did when it has returned. After each
 * operation what the process sees is compared with the oracle, too. One thread.
 */
final class CacheWorld implements SystemOfRecord.Steps {
  /** Far enough for hits to be forgotten: they are sampled at random, which can't be replayed. */
  private static final long NANOS_STEP = 1_000_000_000_000L;

  private final KeySpace space = KeySpace.ALL;
  private final Oracle oracle;
  private final SimulatedClock clock;
  private final SystemOfRecord system;
  private final Runnable crashPoint;
  private final MediumPool pool;
  private final SessionCachingProvider provider;
  private final CacheManager manager;
  private final Map<Kind, Cache<Object, Object>> caches = new EnumMap<>(Kind.class);
  private final Map<Kind, Lifetime> lifetimes = new EnumMap<>(Kind.class);

  /** Keys whose last operation failed: what is seen of them need not last. */
  private final Set<Key> doubtful = new HashSet<>();

  private long nanos;
  private boolean isClosing;

  /** What the last operation was, for messages. */
  String operation = "open the pool";

  /**
   * Recovers the pool on {@code medium} and makes a manager, without caches yet.
   *
   * @param random decides on the configuration
   * @param crashPoint called where the system of record may see a crash
   */
  CacheWorld(
      CacheSettings settings,
      Oracle oracle,
      SimulatedClock clock,
      SystemOfRecord system,
      Medium medium,
      SplittableRandom random,
      Runnable crashPoint) {
    this.oracle = oracle;
    this.clock = clock;
    this.system = system;
    this.crashPoint = crashPoint;
    system.steps(this);
    long step = random.nextBoolean() ? NANOS_STEP : 0;
    pool =
        new MediumPool(
            medium, settings.options(clock), settings.indexMaxBytes(), () -> nanos += step);
    provider =
        new SessionCachingProvider(
            space.config(random.nextBoolean()), pool::session, clock::millis);
    manager = provider.getCacheManager();
    for (Kind kind : Kind.values()) {
      checkExistence(kind);
    }
  }

  private void checkExistence(Kind kind) {
    boolean exists = exists(kind);
    oracle.checkExistence(kind.ordinal(), exists);
    oracle.acknowledgeExistence(kind.ordinal(), exists);
  }

  boolean exists(Kind kind) {
    return pool.records().catalogue().find(KeySpace.NAMESPACE, kind.cacheName()) != null;
  }

  MediumPool pool() {
    return pool;
  }

  Oracle oracle() {
    return oracle;
  }

  SystemOfRecord system() {
    return system;
  }

  @Nullable Cache<Object, Object> cache(Kind kind) {
    return caches.get(kind);
  }

  Set<Kind> openKinds() {
    return caches.keySet();
  }

  int now() {
    return clock.seconds();
  }

  Lifetime lifetime(Kind kind) {
    return lifetimes.computeIfAbsent(kind, Kind::lifetime);
  }

  // ---- what it sees

  /** The entry of a key of an open cache, null if there is none or it has expired. */
  @Nullable Content live(Key key) {
    Content there = there(key);
    return there == null || there.hasExpired(now()) ? null : there;
  }

  /** The same, expired or not. */
  @Nullable Content there(Key key) {
    EntryRef entry =
        pool.find(KeySpace.NAMESPACE, space.kind(key).cacheName(), space.identity(key));
    return entry == null ? null : content(key, entry);
  }

  private Content content(Key key, EntryRef entry) {
    return content(oracle, key, entry, false);
  }

  private Content content(Oracle by, Key key, EntryRef entry, boolean powerLoss) {
    byte[] value = pool.records().readValue(entry);
    if (value == null) {
      throw new AssertionError(key + " can't be read");
    }
    return by.check(key, value, Inspection.seconds(entry.expiryMillis()), powerLoss);
  }

  private Sight peek(Key key) {
    return pool.peek(KeySpace.NAMESPACE, space.kind(key).cacheName(), space.identity(key));
  }

  /**
   * After recovery, of all open caches: what is there is as {@code recovered} has it, and stays so.
   * Opening them may have evicted.
   */
  void settle(Oracle recovered, boolean powerLoss) {
    Oracle by = pool.evictions() == 0 ? recovered : oracle;
    for (Kind kind : openKinds()) {
      for (Key key : space.keys(kind)) {
        EntryRef entry = pool.find(KeySpace.NAMESPACE, kind.cacheName(), space.identity(key));
        oracle.settle(
            key,
            entry == null
                ? by.check(key, null, Content.ETERNAL, powerLoss)
                : content(by, key, entry, powerLoss));
      }
    }
    oracle.expire(now());
  }

  // ---- an operation on keys

  /** Runs an operation that is to have these effects, unless it is refused for lack of room. */
  void run(String what, Effects effects, Runnable action) {
    operation = what;
    mayEvict();
    effects.becomes.forEach(
        (key, content) -> {
          oracle.pending(key, Content.ABSENT);
          if (!effects.written.containsKey(key)) {
            oracle.pending(key, content);
          }
        });
    effects.touched.forEach(
        (key, content) -> {
          oracle.pending(key, content);
          if (content.hasExpired(now())) {
            oracle.pending(key, Content.ABSENT);
          }
        });
    effects.ifEvicted.forEach(
        (key, content) -> {
          if (!effects.written.containsKey(key)) {
            oracle.pending(key, content);
          }
        });
    system.expect(effects);
    try {
      Calls.run(action);
    } catch (Calls.Refused e) {
      operation += ", refused";
      afterRefusal(effects, e.isForLackOfRoom);
      reconcile();
      return;
    } catch (MediumFailedException e) {
      doubtful.addAll(effects.keys());
      throw e;
    } finally {
      system.expect(new Effects());
    }
    effects.ifEvicted.forEach((key, content) -> useIfSeen(effects, key, content));
    effects.becomes.forEach(this::acknowledge);
    effects.ifEvicted.forEach(
        (key, content) -> {
          if (peek(key).entry() == null) {
            oracle.pending(key, content); // or it was evicted once more
          }
        });
    effects.touched.forEach(
        (key, content) -> {
          if (!effects.becomes.containsKey(key)) {
            acknowledgeTouch(key, content, effects.shortened.contains(key));
          }
        });
    reconcile();
  }

  /** What a key has become that was evicted before its turn came. */
  private void useIfSeen(Effects effects, Key key, Content content) {
    EntryRef entry = peek(key).entry();
    if (entry != null && Inspection.seconds(entry.expiryMillis()) == content.expirySeconds()) {
      effects.becomes.put(key, content);
    }
  }

  private void acknowledge(Key key, Content content) {
    doubtful.remove(key);
    oracle.acknowledge(key, content);
    Sight sight = peek(key);
    if (!content.isAbsent() && sight.entry() == null && space.kind(key) != Kind.PINNED) {
      oracle.pending(key, Content.ABSENT); // evicted by its own publication
    }
  }

  private void acknowledgeTouch(Key key, Content content, boolean isShorter) {
    EntryRef entry = peek(key).entry();
    if (content.hasExpired(now())) {
      oracle.acknowledge(key, content);
      oracle.pending(key, Content.ABSENT);
    } else if (entry != null
        && Inspection.seconds(entry.expiryMillis()) == content.expirySeconds()
        && content(key, entry).version() == content.version()) {
      if (isShorter) {
        oracle.acknowledge(key, content);
      } else {
        oracle.acknowledgeInMemory(key, content);
      }
    }
    if (doubtful.contains(key)) {
      oracle.pending(key, Content.ABSENT); // by a removal that failed; a touch is no newer value
    }
  }

  /**
   * A refused put has removed the old value durably, or has changed nothing; of several, those
   * before it are done.
   */
  private void afterRefusal(Effects effects, boolean isForLackOfRoom) {
    for (Key key : effects.becomes.keySet()) {
      Sight sight = peek(key);
      if (sight.entry() != null) {
        oracle.acknowledge(key, content(key, sight.entry()));
      } else if (isForLackOfRoom && effects.becomes.size() == 1) {
        oracle.acknowledge(key, Content.ABSENT);
      }
    }
  }

  /** Any operation may evict what is not pinned: until it has returned it may be gone. */
  private void mayEvict() {
    for (Key key : space.keys()) {
      if (space.kind(key) != Kind.PINNED) {
        oracle.pending(key, Content.ABSENT);
      }
    }
  }

  /** What the process sees must be what the oracle allows, and may not vanish in a crash. */
  void reconcile() {
    for (Key key : space.keys()) {
      Sight sight = peek(key);
      if (!sight.isKnown()) {
        continue;
      }
      EntryRef entry = sight.entry();
      if (entry == null) {
        oracle.check(key, null, Content.ETERNAL, false);
      } else if (!content(key, entry).hasExpired(now()) && !doubtful.contains(key)) {
        oracle.stillThere(key);
      }
    }
    oracle.expire(now());
  }

  // ---- the system of record

  @Override
  public void invalidated(Key key) {
    Sight sight = peek(key);
    if (sight.entry() != null) {
      throw new AssertionError(key + " is there while the system of record changes");
    }
    oracle.acknowledge(key, Content.ABSENT);
  }

  @Override
  public void pending(Key key, Content content) {
    oracle.pending(key, content);
  }

  @Override
  public void crashPoint() {
    crashPoint.run();
  }

  // ---- caches

  /** Creates a cache, which may be stored already. */
  void open(Kind kind) {
    oracle.pendingExistence(kind.ordinal(), true);
    runOnCache(
        "create cache " + kind,
        kind,
        () -> caches.put(kind, manager.createCache(kind.cacheName(), configuration(kind))));
    existence(kind);
    reconcile();
  }

  private void existence(Kind kind) {
    oracle.acknowledgeExistence(kind.ordinal(), exists(kind));
  }

  /** Closes a cache, which stays stored. */
  void close(Kind kind) {
    Cache<Object, Object> cache = caches.get(kind);
    if (cache != null) {
      caches.remove(kind);
      runOnCache("close cache " + kind, kind, cache::close);
      reconcile();
    }
  }

  /** Destroys a cache, open or not. */
  void destroy(Kind kind) {
    oracle.pendingExistence(kind.ordinal(), false);
    List<Key> keys = space.keys(kind);
    keys.forEach(key -> oracle.pending(key, Content.ABSENT));
    caches.remove(kind);
    runOnCache("destroy cache " + kind, kind, () -> manager.destroyCache(kind.cacheName()));
    oracle.acknowledgeExistence(kind.ordinal(), false);
    keys.forEach(key -> oracle.settle(key, Content.ABSENT)); // fenced in every mode
    doubtful.removeAll(keys);
    reconcile();
  }

  private void runOnCache(String what, Kind kind, Runnable action) {
    operation = what;
    mayEvict();
    try {
      Calls.run(action);
    } catch (Calls.Refused e) {
      operation += ", refused";
    } catch (MediumFailedException e) {
      doubtful.addAll(space.keys(kind));
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // keys and values are of the kind's types
  private MutableConfiguration<Object, Object> configuration(Kind kind) {
    MutableConfiguration<Object, Object> configuration =
        new MutableConfiguration<Object, Object>()
            .setTypes((Class<Object>) kind.keyType, (Class<Object>) kind.valueType);
    Lifetime lifetime = lifetime(kind);
    if (kind == Kind.THROUGH) {
      configuration
          .setReadThrough(true)
          .setWriteThrough(true)
          .setCacheLoaderFactory(() -> system)
          .setCacheWriterFactory(() -> system);
    }
    if (kind == Kind.NUMBERS) {
      return configuration.setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf());
    }
    return configuration.setExpiryPolicyFactory(() -> lifetime);
  }

  /** All keys of a cache go at once, by a clear. */
  void clear(String what, Kind kind, Runnable action) {
    List<Key> keys = space.keys(kind);
    keys.forEach(key -> oracle.pending(key, Content.ABSENT));
    runOnCache(what, kind, action);
    keys.forEach(key -> oracle.settle(key, Content.ABSENT)); // fenced in every mode
    doubtful.removeAll(keys);
    reconcile();
  }

  /** Something that is no operation on any key, but may evict. */
  void maintain(String what, boolean commits, Runnable action) {
    operation = what;
    mayEvict();
    Calls.run(action);
    reconcile();
    if (commits) {
      oracle.committed();
      oracle.expire(now());
    }
  }

  /** Time passes. */
  void pass(int seconds) {
    operation = seconds + " seconds pass";
    clock.advance(seconds);
    oracle.expire(now());
  }

  /** Whether the provider fails to close, as it must when the medium has failed. */
  boolean failsToClose() {
    if (isClosing) {
      return true;
    }
    operation = "close the provider after a failure";
    try {
      Calls.run(provider::close);
      return false;
    } catch (MediumFailedException e) {
      return true;
    }
  }

  /** Closes all. */
  void close() {
    operation = "close the provider";
    isClosing = true;
    mayEvict();
    Calls.run(provider::close);
    oracle.committed();
    oracle.expire(now());
  }
}
