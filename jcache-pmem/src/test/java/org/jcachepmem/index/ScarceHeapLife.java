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

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A pool in which one operation finds no room in the heap, and others go on after it, until the
 * process is killed or the pool is closed. Loaded by a {@link ScarceHeapLoader}.
 */
final class ScarceHeapLife {
  private static final int KEYS = 6;
  private static final int OTHERS = 1;
  private static final int LENGTH = 100;
  private static final int POOL_BYTES = 256 << 10;
  private static final int NOTHING = 0;
  private static final int OTHER_VERSION = 2;
  private static final int LAST_VERSION = 3;
  private static final int CHURN = 40;
  private static final Duration MOST_TIME = Duration.ofSeconds(2);

  /** Of what kind the pool is, and the keys. */
  enum Kind {
    ONE_BY_ONE,
    TOGETHER,
    LOOSE_KEYS,
    /** The index has keys as applications have them, and makes identities of them. */
    NATURAL_KEYS,
    /** Nothing is indexed yet. */
    RECOVERED;

    PoolFixture pool() {
      return this == TOGETHER
          ? PoolFixture.paged(POOL_BYTES)
          : PoolFixture.recordingInOneStripe(POOL_BYTES);
    }

    KeyIdentities<?> keys() {
      return switch (this) {
        case LOOSE_KEYS -> Keys.LOOSE;
        case NATURAL_KEYS -> Keys.BUILT_IN;
        default -> Keys.CANONICAL;
      };
    }

    KeyIdentity key(String text) {
      return switch (this) {
        case LOOSE_KEYS -> Keys.LOOSE.of(new Keys.Word(text));
        case NATURAL_KEYS -> Keys.BUILT_IN.of("more bytes than two longs have: " + text);
        default -> Keys.CANONICAL.of(text);
      };
    }
  }

  /** What finds no room, and which keys it may change. */
  enum Operation {
    PUT(2),
    PUT_OF_THE_SAME_LENGTH(2),
    PUT_OF_A_NEW_KEY(KEYS),
    PUT_ALL(1, 2, 3, KEYS),
    REMOVE(2),
    REMOVE_OF_A_KEY_THAT_IS_NOT_THERE,
    REMOVE_ALL(1, 2, 3),
    CLEAR(0, 1, 2, 3, 4, 5),
    FIND,
    EXPIRE(2),
    TOUCH,
    EVICT(0, 1, 2, 3, 4, 5),
    MOVE(0, 1, 2, 3, 4, 5),
    SETTLE,
    REOPEN,
    CREATE_ANOTHER;

    private final Set<Integer> keys = new TreeSet<>();

    Operation(int... keys) {
      IntStream.of(keys).forEach(this.keys::add);
    }
  }

  private final Operation operation;
  private final Kind kind;
  private final PoolFixture pool;
  private @Nullable PooledEntries store;
  private @Nullable SharedPoolSession another;
  private boolean isAnotherGone;
  private boolean isStopped;

  /** For each key what it may have. */
  private final List<Set<Integer>> possible = new ArrayList<>();

  private ScarceHeapLife(Operation operation, Kind kind) {
    this.operation = operation;
    this.kind = kind;
    this.pool = kind.pool();
  }

  /**
   * Has the operation find no room at each of its allocations in turn, and {@code times} in a row.
   * Returns how many allocations it has.
   */
  static int sweep(String operation, String kind, int times) {
    for (int nth = 0; ; nth++) { // of 0 all succeed, and all classes are initialized
      ScarceHeapLife life = new ScarceHeapLife(Operation.valueOf(operation), Kind.valueOf(kind));
      try {
        if (life.live(nth, nth == 0 ? 0 : times) < nth) {
          return nth - 1;
        }
      } catch (Throwable e) {
        throw ScarceHeap.failure(nth, e);
      }
    }
  }

  private KeyIdentity key(int number) {
    return kind.key("key" + number);
  }

  private static byte[] value(int number, int version) {
    return Values.of("key" + number, version, version == OTHER_VERSION ? 3 * LENGTH : LENGTH);
  }

  private PooledEntries attached() {
    PooledEntries now = store;
    if (now == null) {
      now = pool.attach("cache", kind.keys());
      store = now;
    }
    return now;
  }

  private void put(int number, int version) {
    attached().put(key(number), value(number, version), EntryRef.ETERNAL);
  }

  private int live(int nth, int times) {
    for (int number = 0; number < KEYS + OTHERS; number++) {
      possible.add(new TreeSet<>(Set.of(number < KEYS ? 1 : NOTHING)));
      if (number < KEYS) {
        put(number, 1);
      }
    }
    if (kind == Kind.RECOVERED) {
      store = null;
      pool.restart();
      attached();
    }
    int asked;
    ScarceHeap.arm(nth, times);
    try {
      operate();
    } catch (OutOfMemoryError | MediumFailedException | CacheException e) {
      // the error is what the sweep is about, or the pool has stopped
    } finally {
      asked = ScarceHeap.disarm();
    }
    for (int number : operation.keys) {
      possible.get(number).add(NOTHING);
      possible.get(number).add(OTHER_VERSION);
    }
    assertTimeoutPreemptively(MOST_TIME, this::goOn, "a lock is held for ever");
    if (nth % 2 == 0 || isStopped) {
      pool.kill();
    } else {
      pool.restart(); // which takes an inventory
    }
    store = null;
    check("after a restart");
    boolean isThere = pool.pool.storedNames("ns").contains("another");
    assertFalse(isThere && isAnotherGone, "a destroyed cache came back");
    store = null;
    pool.close();
    return asked;
  }

  private void operate() {
    PooledEntries entries = attached();
    switch (operation) {
      case PUT -> put(2, OTHER_VERSION);
      case PUT_OF_THE_SAME_LENGTH -> put(2, 1);
      case PUT_OF_A_NEW_KEY -> put(KEYS, OTHER_VERSION);
      case PUT_ALL ->
          entries.putAll(
              operation.keys.stream()
                  .map(
                      number ->
                          new EntryStore.Write(
                              key(number), value(number, OTHER_VERSION), EntryRef.ETERNAL))
                  .toList());
      case REMOVE -> entries.remove(key(2));
      case REMOVE_OF_A_KEY_THAT_IS_NOT_THERE -> entries.remove(key(KEYS));
      case REMOVE_ALL -> entries.removeAll(operation.keys.stream().map(this::key).toList());
      case CLEAR -> entries.clear();
      case FIND -> entries.find(key(2));
      case EXPIRE -> expire(entries);
      case TOUCH -> touch(entries, EntryRef.ETERNAL - 1);
      case EVICT -> pool.pool.budget().evict(3 * LENGTH);
      case MOVE -> pool.moveAll();
      case SETTLE -> pool.records.settleAll();
      case REOPEN -> {
        store = null;
        pool.pool.detach(entries);
        attached();
      }
      case CREATE_ANOTHER -> {
        another = pool.session("another");
        another.attach(PoolFixture.stored("another", 0, false), kind.keys());
      }
      default -> throw new AssertionError(operation);
    }
  }

  private void touch(PooledEntries entries, long expiryMillis) {
    EntryRef entry = Objects.requireNonNull(entries.find(key(2)));
    entries.touch(key(2), entry, entry.version(), expiryMillis);
  }

  private void expire(PooledEntries entries) {
    touch(entries, 1);
    EntryRef entry = entries.find(key(2));
    if (entry != null) {
      entries.dropExpired(key(2), entry, Long.MAX_VALUE, true);
    }
  }

  /** What an application does next, and what it must find. */
  private void goOn() {
    try {
      check("at once");
      for (int number = 0; number < KEYS + OTHERS; number++) {
        Set<Integer> may = possible.get(number);
        int version = number % 2 == 0 ? NOTHING : LAST_VERSION;
        may.add(version);
        if (version == NOTHING) {
          attached().remove(key(number));
        } else {
          put(number, version);
        }
        may.clear();
        may.add(version);
      }
      // The slots of what went are used again, and hide nothing any more.
      for (int i = 0; i < CHURN; i++) {
        KeyIdentity other = kind.key("other" + i);
        attached().put(other, new byte[LENGTH], EntryRef.ETERNAL);
      }
      for (int i = 0; i < CHURN; i += 2) {
        attached().remove(kind.key("other" + i));
      }
      pool.records.settleAll();
      check("later");
      if (another != null) {
        another.destroy("ns", "another");
        isAnotherGone = true;
      }
    } catch (MediumFailedException | CacheException e) {
      if (!pool.records.life().isStopped()) {
        throw e;
      }
      isStopped = true;
    }
  }

  private void check(String when) {
    for (int number = 0; number < KEYS + OTHERS; number++) {
      byte[] bytes = Values.read(attached(), key(number));
      int version = bytes == null ? NOTHING : Values.check("key" + number, bytes);
      int checked = number;
      assertTrue(
          possible.get(number).contains(version)
              || version == NOTHING && pool.records.life().isStopped(), // it may forget
          () -> when + ", key " + checked + ": " + version + " of " + possible.get(checked));
    }
  }
}
