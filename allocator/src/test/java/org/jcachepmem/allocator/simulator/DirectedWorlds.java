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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Inventory;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;

/**
 * Short histories that chance makes too seldom, each with the crash that matters: planted bugs that
 * nothing else shows. Each fails by an {@link AssertionError} or a {@link Violation}.
 */
final class DirectedWorlds {
  private static final int POOL_BYTES = 64 << 10;
  private static final int GROWN_BYTES = 96 << 10;
  private static final int SLOTS_OF_A_CHUNK = 8;

  /** With a key of 8 bytes: so many slots fill a chunk. */
  private static final int VALUE_BYTES = 470;

  private static final int SEVERAL_PIECES_BYTES = 9000;

  private DirectedWorlds() {}

  /** All of them. */
  static void run() {
    aChunkOfTombstonesAlone();
    aGrowthThatIsNotDurable();
    aReservationThatIsNotWritten();
    aPutInOtherBytesAfterAnEviction(Durability.ON_CLOSE);
    aPutInOtherBytesAfterAnEviction(Durability.SYNC);
    aSlotThatHidAnOlderVersion(CrashModel.ADR);
    aSlotThatHidAnOlderVersion(CrashModel.PAGES);
    aTombstoneWithTheNumberOfTheNextRecord();
    aTombstoneThatHidNothing();
    aSweptRecordThatIsRemoved();
    aSnapshotThatAPowerLossCutsOff();
    aGrowthWhileOpen();
    aClosedPoolWithADamagedWord();
    aClosedPoolThatLostACache();
    aDamagedWordAndThatOfTheSession();
  }

  /** A tombstone hides an older version even if nothing else is in its chunk. */
  static void aChunkOfTombstonesAlone() {
    List<Key> keys = keysOfOneClass(2 * SLOTS_OF_A_CHUNK);
    SimulatedMedium medium = pool(CrashModel.ADR, POOL_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    Oracle oracle = new Oracle(keys, 1, false);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    oracle.acknowledgeExistence(0, true);
    for (Key key : keys) {
      put(cache, oracle, key, 1);
    }
    // The first chunk is full, the second empties; what is put next is its only record.
    for (Key key : keys.subList(SLOTS_OF_A_CHUNK, keys.size())) {
      cache.remove(key);
      oracle.acknowledge(key, Content.ABSENT);
    }
    records.settleAll();
    Key key = keys.get(0);
    put(cache, oracle, key, 2);
    Inspection inspection = inspection(keys);
    CrashPoints points =
        CrashPoints.on(
            medium,
            1,
            1 << 8,
            1,
            (image, powerLoss, random) -> inspection.check(image, oracle, powerLoss));
    oracle.pending(key, Content.ABSENT);
    cache.remove(key);
    oracle.acknowledge(key, Content.ABSENT);
    points.here();
  }

  /** What a process that was killed had made of the pool is durable before it is built upon. */
  static void aGrowthThatIsNotDurable() {
    SimulatedMedium medium = pool(CrashModel.ADR, GROWN_BYTES);
    RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1)).close();
    medium.extend(GROWN_BYTES);
    CrashPoints points = CrashPoints.on(medium, 1, 1, 1, (image, powerLoss, random) -> {});
    points.killAtFence(0, HotWordLayout.SESSION_EPOCH);
    try {
      Pool.mount(medium).grow(GROWN_BYTES);
      throw new AssertionError("no superblock was stored");
    } catch (CrashPoints.Killed e) {
      medium.noSteps();
    }
    medium.kill();
    RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    medium.assertAllDurable();
  }

  /** Of a large record, too, all slots come back. */
  static void aReservationThatIsNotWritten() {
    SimulatedMedium medium = pool(CrashModel.ADR, POOL_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    records.cancel(records.reserve(Long.BYTES, SEVERAL_PIECES_BYTES));
    Inventory.checkSettled(records);
  }

  /**
   * An evicted record waits to be marked, in a relaxed mode for a commit, on pages for a sweep; a
   * record of an equal key with other bytes does not hide it.
   */
  static void aPutInOtherBytesAfterAnEviction(Durability durability) {
    List<Key> keys = Key.make(1, 1, true);
    Key key = keys.get(0);
    SimulatedMedium medium = pool(CrashModel.PAGES, POOL_BYTES);
    RecordOptions options =
        new RecordOptions(1, VerifyReads.FIRST, () -> 0, durability, 0, false, 2, 1);
    RecordStore records = RecordStore.open(Pool.mount(medium), options);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    put(cache, key);
    records.commit();
    cache.evict(key);
    cache.put(key, key.spellings()[1], new byte[2], EntryRef.ETERNAL);
    cache.remove(key);
    medium.kill();
    DrivenCache after = DrivenCache.attach(RecordStore.open(Pool.mount(medium), options), 0, keys);
    if (after == null || after.entry(key) != null) {
      throw new AssertionError("removed, and after a kill " + after);
    }
  }

  /**
   * What was settled is durably so before its slots are used again. The older version and the one
   * that hid it are in chunks of their own, whose pages and lines reach the medium each by itself.
   */
  static void aSlotThatHidAnOlderVersion(CrashModel model) {
    List<Key> keys = keysOfOneClass(2);
    Key key = keys.get(0);
    SimulatedMedium medium = pool(model, POOL_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    Oracle oracle = new Oracle(keys, 1, false);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    oracle.acknowledgeExistence(0, true);
    put(cache, oracle, key, 1, 1);
    put(cache, oracle, key, 2, VALUE_BYTES);
    oracle.pending(key, Content.ABSENT);
    cache.evict(key);
    records.settleAll();
    Inspection inspection = inspection(keys);
    CrashPoints points =
        CrashPoints.on(
            medium,
            64,
            1 << 10,
            1,
            (image, powerLoss, random) -> inspection.check(image, oracle, powerLoss));
    put(cache, oracle, keys.get(1), 1, VALUE_BYTES);
    points.here();
  }

  /**
   * A tombstone that reached the medium without the payload of its record, and so hid nothing, gets
   * that payload back: of a record of the same key and value, in the same slot, of which nothing
   * else has reached the medium yet.
   */
  static void aTombstoneThatHidNothing() {
    List<Key> keys = Key.make(1, 1, false);
    Key key = keys.get(0);
    byte[] nothing = new byte[key.bytes().length];
    SimulatedMedium medium = pool(CrashModel.PAGES, POOL_BYTES);
    RecordOptions options =
        new RecordOptions(1, VerifyReads.FIRST, () -> 0, Durability.ON_CLOSE, 0, false, 2, 1);
    RecordStore records = RecordStore.open(Pool.mount(medium), options);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    cache.put(key, key.bytes(), new byte[0], EntryRef.ETERNAL);
    cache.put(key, key.bytes(), new byte[0], EntryRef.ETERNAL);
    long slot = Objects.requireNonNull(cache.entry(key)).offset();
    cache.remove(key);
    medium.copyIn(slot, nothing, 0, nothing.length);
    medium.flush(0, POOL_BYTES); // all else has reached the medium
    medium.fence();
    medium.kill();
    CrashPoints.on(
        medium,
        1,
        1,
        1,
        (image, powerLoss, random) -> assertHidesNothing(image, cache.stored.id(), slot, key));
    RecordStore.open(Pool.mount(medium), options);
    medium.noSteps();
    assertHidesNothing(medium, cache.stored.id(), slot, key);
  }

  private static void assertHidesNothing(Medium medium, int cacheId, long slot, Key key) {
    for (int i = 0; i < 2; i++) {
      RecordStore after = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
      if (after.recovered(cacheId).peekAny() == null) {
        throw new AssertionError(
            "hidden by a tombstone, in opening " + i + " of what a crash left");
      }
      medium.copyIn(slot, key.bytes(), 0, key.bytes().length);
    }
  }

  /**
   * Two stripes give the same numbers. A slot that has the tombstone of a key gets a record of that
   * very number, of a key of the other stripe: cut off half way it must be no tombstone of the new
   * key, whose old version still stands.
   */
  static void aTombstoneWithTheNumberOfTheNextRecord() {
    SimulatedMedium medium = pool(CrashModel.ADR, POOL_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2));
    List<Key> keys = keysOfOneClass(8);
    Oracle oracle = new Oracle(keys, 1, false);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    oracle.acknowledgeExistence(0, true);
    Key left = keys.get(0);
    Key right =
        keys.stream()
            .filter(key -> cache.stripe(key) != cache.stripe(left))
            .findFirst()
            .orElseThrow();
    int version = 0;
    do {
      boolean isLeft = number(records, cache, left) <= number(records, cache, right);
      put(cache, oracle, isLeft ? left : right, ++version, 1);
    } while (number(records, cache, left) != number(records, cache, right) + 1);
    records.settleAll();
    long number = number(records, cache, left);
    long slot = Objects.requireNonNull(cache.entry(left)).offset();
    oracle.pending(left, Content.ABSENT);
    cache.remove(left);
    oracle.acknowledge(left, Content.ABSENT);
    records.settleAll();
    Inspection inspection = inspection(keys);
    CrashPoints.on(
        medium,
        64,
        1 << 10,
        1,
        (image, powerLoss, random) -> inspection.check(image, oracle, powerLoss));
    put(cache, oracle, right, ++version, 1);
    EntryRef after = Objects.requireNonNull(cache.entry(right));
    if (after.offset() != slot || number(records, cache, right) != number) {
      throw new AssertionError("another slot or number: what this is about has not happened");
    }
  }

  private static long number(RecordStore records, DrivenCache cache, Key key) {
    EntryRef entry = cache.entry(key);
    return entry == null ? 0 : records.sequence(entry);
  }

  /**
   * What was swept is durably so: a removal that finds nothing, and nothing to settle, relies on
   * it.
   */
  static void aSweptRecordThatIsRemoved() {
    List<Key> keys = keysOfOneClass(1);
    Key key = keys.get(0);
    SimulatedMedium medium = pool(CrashModel.PAGES, POOL_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    Oracle oracle = new Oracle(keys, 1, false);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    oracle.acknowledgeExistence(0, true);
    put(cache, oracle, key, 1);
    oracle.pending(key, Content.ABSENT);
    cache.evict(key);
    records.sweep();
    if (records.backlogBytes() != 0) {
      throw new AssertionError(records.backlogBytes() + " bytes wait after a sweep");
    }
    cache.remove(key);
    oracle.acknowledge(key, Content.ABSENT);
    Inspection inspection = inspection(keys);
    CrashPoints.on(
            medium,
            64,
            1 << 10,
            1,
            (image, powerLoss, random) -> inspection.check(image, oracle, powerLoss))
        .here();
  }

  /** A snapshot of a full pool is no pool before all of it is durable. */
  static void aSnapshotThatAPowerLossCutsOff() {
    List<Key> keys = keysOfOneClass(POOL_BYTES / VALUE_BYTES);
    RecordStore records =
        RecordStore.open(Pool.mount(pool(CrashModel.ADR, POOL_BYTES)), RecordOptions.quiet(1));
    Oracle oracle = new Oracle(keys, 1, false);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    oracle.acknowledgeExistence(0, true);
    try {
      for (Key key : keys) {
        put(cache, oracle, key, 1);
      }
      throw new AssertionError("more values than the pool has bytes");
    } catch (PoolFullException e) {
      oracle.settle(keys.get(cache.size()), Content.ABSENT);
    }
    Inspection inspection = inspection(keys);
    SimulatedMedium copy = new SimulatedMedium(CrashModel.ADR, POOL_BYTES, POOL_BYTES);
    CrashPoints points =
        CrashPoints.on(
            copy,
            16,
            16,
            1,
            (image, powerLoss, random) -> {
              if (!Unformatted.isNoPool(image)) {
                inspection.check(image, oracle, powerLoss);
              }
            });
    records.life().snapshot((bytes, write) -> write.accept(copy), false);
    points.here();
    copy.assertAllDurable();
  }

  /** All of it can be taken, now and after a power loss. */
  static void aGrowthWhileOpen() {
    SimulatedMedium medium = pool(CrashModel.ADR, GROWN_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    records.life().grow(GROWN_BYTES - 1);
    medium.assertAllDurable();
    Inventory.checkCapacity(records);
    medium.losePower(new SplittableRandom(1));
    RecordStore after = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    if (after.pool().geometry().poolBytes() != GROWN_BYTES) {
      throw new AssertionError("grown to " + after.pool().geometry().poolBytes() + " bytes");
    }
    Inventory.checkCapacity(after);
  }

  /**
   * Nothing of a cache counts whose minEpoch is damaged, whatever cuts the opening off that says
   * so.
   */
  static void aClosedPoolWithADamagedWord() {
    mendedDurably(medium -> flip(medium, HotWordLayout.minEpoch(1)));
  }

  /** The same of a cache whose entry in the catalogue is damaged. */
  static void aClosedPoolThatLostACache() {
    mendedDurably(medium -> flip(medium, placeOf(medium, DrivenCache.name(0))));
  }

  /**
   * A cache's word says what of it counts, and the session's how far epochs had got. Without both
   * epochs begin again below records that were cleared.
   */
  static void aDamagedWordAndThatOfTheSession() {
    List<Key> keys = Key.make(1, 1, true);
    Key key = keys.get(0);
    SimulatedMedium medium = pool(CrashModel.ADR, POOL_BYTES);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    // Keeps the chunk from becoming another class's.
    put(DrivenCache.create(records, 1, keys), key);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    for (int clears = 0; clears < 3; clears++) {
      put(cache, key);
      cache.clear();
    }
    medium.kill();
    flip(medium, HotWordLayout.SESSION_EPOCH);
    flip(medium, HotWordLayout.minEpoch(2)); // the second that was made
    for (int lives = 0; lives < 3; lives++) {
      records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
      DrivenCache after = DrivenCache.attach(records, 0, keys);
      if (after == null || after.entry(key) != null) {
        throw new AssertionError("a cleared entry is back in life " + lives);
      }
      DrivenCache.create(records, 2, keys).clear(); // begins an epoch
      records.close();
    }
  }

  private static void put(DrivenCache cache, Key key) {
    cache.put(key, key.spellings()[0], new byte[1], EntryRef.ETERNAL);
  }

  /**
   * Opening a pool that was closed, and then damaged, is cut off before each of its stores and
   * fences: what the next process reads and builds upon is durable.
   */
  private static void mendedDurably(Consumer<SimulatedMedium> damage) {
    List<Key> keys = Key.make(1, 1, true);
    boolean isCutOff = true;
    for (int steps = 0; isCutOff; steps++) {
      SimulatedMedium medium = pool(CrashModel.ADR, POOL_BYTES);
      RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
      Key key = keys.get(0);
      put(DrivenCache.create(records, 0, keys), key);
      records.close();
      damage.accept(medium);
      CrashPoints points = CrashPoints.on(medium, 1, 1, 1, (image, powerLoss, random) -> {});
      points.killAfter(steps);
      try {
        RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
        isCutOff = false;
      } catch (CrashPoints.Killed e) {
        medium.noSteps();
        medium.kill();
        RecordStore after = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
        medium.assertAllDurable();
        DrivenCache cache = DrivenCache.attach(after, 0, keys);
        if (cache != null && cache.entry(key) != null) {
          throw new AssertionError("cut off after " + steps + " steps, the next opening serves it");
        }
      }
    }
  }

  private static void flip(SimulatedMedium medium, long offset) {
    long word = offset & -Long.BYTES;
    medium.putLong(word, medium.getLong(word) ^ 0x10);
    medium.flush(word, Long.BYTES);
    medium.fence();
  }

  /** Where the text is stored, which is there once. */
  private static long placeOf(SimulatedMedium medium, String text) {
    byte[] all = new byte[(int) medium.sizeBytes()];
    medium.copyOut(0, all, 0, all.length);
    int place = new String(all, StandardCharsets.ISO_8859_1).indexOf(text);
    if (place < 0) {
      throw new AssertionError(text + " is not in the pool");
    }
    return place;
  }

  private static Inspection inspection(List<Key> keys) {
    List<String> caches = List.of(DrivenCache.name(0));
    return new Inspection(RecordOptions.quiet(1), DrivenCache.NAMESPACE, caches, keys);
  }

  private static void put(DrivenCache cache, Oracle oracle, Key key, int version) {
    put(cache, oracle, key, version, VALUE_BYTES);
  }

  private static void put(DrivenCache cache, Oracle oracle, Key key, int version, int bytes) {
    Content content = Content.of(key, version, bytes, Content.ETERNAL);
    oracle.pending(key, content);
    cache.put(key, key.bytes(), content.value(), EntryRef.ETERNAL);
    oracle.acknowledge(key, content);
  }

  private static SimulatedMedium pool(CrashModel model, int mostBytes) {
    SimulatedMedium medium = new SimulatedMedium(model, POOL_BYTES, mostBytes);
    Pool.format(medium, FormatOptions.small(1));
    return medium;
  }

  private static List<Key> keysOfOneClass(int count) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = String.format("key %4d", i).getBytes(StandardCharsets.UTF_8);
      keys.add(new Key(i, 0, i, new byte[][] {bytes}));
    }
    return keys;
  }
}
