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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.junit.jupiter.api.Test;

/** What the simulator found in the product, each as small as it can be. */
class FoundBySimulatorTest {
  private static final int COLLIDING_KEY_BYTES = 16;

  /**
   * The key of a large record is in its first piece, and the piece of a settled one may hold
   * another record's key by now: one of equal hash, of which the tombstone then hid the value.
   */
  @Test
  void aTombstoneWhosePieceIsReusedHidesNoOtherKeyOfEqualHash() {
    List<Key> keys = Key.make(2, 2, false);
    Key kept = keys.get(0);
    Key evicted = keys.get(1);
    Key sameBytes = keys.get(2); // as kept, in the other cache
    HeapMedium medium = new HeapMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    DrivenCache first = DrivenCache.create(records, 0, keys);
    DrivenCache second = DrivenCache.create(records, 1, keys);
    first.put(kept, kept.bytes(), new byte[3], EntryRef.ETERNAL);
    first.put(evicted, evicted.bytes(), new byte[9000], EntryRef.ETERNAL);
    first.evict(evicted);
    records.settleAll();
    // Fewer pieces, so that the tombstone's slot stays; often, so that each free chunk has its
    // turn.
    for (int i = 0; i < 20; i++) {
      second.put(sameBytes, sameBytes.bytes(), new byte[4100], EntryRef.ETERNAL);
    }

    RecordStore recovered = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));

    assertNotNull(recovered.recovered(first.stored.id()).take(kept.bytes()));
  }

  /** Its list was not there yet, and what it seemed to say was reported as a damaged entry. */
  @Test
  void aPutOfALargeValueThatACrashCutOffIsNoDamage() {
    RecordingMedium medium = new RecordingMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    List<Key> keys = Key.make(2, 2, false);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    List<RecoveryReport> found = new ArrayList<>();
    medium.beforeFence(
        () ->
            medium.crashImages(
                1,
                200,
                image ->
                    found.add(
                        RecordStore.open(Pool.mount(image), RecordOptions.quiet(1)).recovery())));

    cache.put(keys.get(0), keys.get(0).bytes(), new byte[9000], EntryRef.ETERNAL);

    assertTrue(found.stream().anyMatch(report -> report.unfinished() == 1));
    assertEquals(List.of(), found.stream().filter(report -> report.damaged() != 0).toList());
  }

  /**
   * A removal that failed had stored its tombstone. The pool was closed cleanly all the same, so
   * the next recovery believed what it read, without making it durable: the key was absent, and
   * after a power loss it was there again.
   */
  @Test
  void whatAFailedRemovalStoredIsDurableBeforeItIsBelieved() {
    assertDurableAfterFailure(1, DrivenCache::remove);
  }

  /** The same of an expiry that was to be durable. */
  @Test
  void whatAFailedChangeOfExpiryStoredIsDurableBeforeItIsBelieved() {
    assertDurableAfterFailure(
        1, (cache, key) -> cache.expire(key, Inspection.millis(3_000_000), true));
  }

  /** The same of a clear, and its minEpoch: the session epoch is flushed before it. */
  @Test
  void whatAFailedClearStoredIsDurableBeforeItIsBelieved() {
    assertDurableAfterFailure(2, (cache, key) -> cache.clear());
  }

  /** There an operation meets no fence: what could never be durable was acknowledged. */
  @Test
  void afterAFailedFenceNothingIsWrittenInTheRelaxedModesEither() {
    List<Key> keys = Key.make(2, 2, false);
    Key key = keys.get(0);
    SimulatedMedium medium = new SimulatedMedium(CrashModel.PAGES, 64 << 10, 64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordOptions options =
        new RecordOptions(1, VerifyReads.FIRST, () -> 0, Durability.ON_CLOSE, 0, false, 2, 1);
    RecordStore records = RecordStore.open(Pool.mount(medium), options);
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    cache.put(key, key.bytes(), new byte[3], EntryRef.ETERNAL);
    medium.steps(
        new Steps() {
          @Override
          public void beforeFence() {
            throw medium.failFence();
          }
        });
    assertThrows(MediumFailedException.class, records::commit);
    medium.noSteps();

    assertThrows(
        MediumFailedException.class,
        () -> cache.put(key, key.bytes(), new byte[4], EntryRef.ETERNAL));
    assertThrows(MediumFailedException.class, () -> cache.remove(key));
    assertThrows(MediumFailedException.class, () -> cache.remove(keys.get(1)));
    assertThrows(MediumFailedException.class, cache::clear);
  }

  /** All of it is, once the pool was closed after the failure and is open again. */
  private static void assertDurableAfterFailure(
      int failingFlush, BiConsumer<DrivenCache, Key> operation) {
    List<Key> keys = Key.make(2, 2, false);
    Key key = keys.get(0);
    SimulatedMedium medium = new SimulatedMedium(CrashModel.ADR, 64 << 10, 64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    cache.put(key, key.bytes(), new byte[3], EntryRef.ETERNAL);
    failAtFlush(medium, failingFlush, () -> operation.accept(cache, key));
    records.close();
    medium.kill();

    RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));

    medium.assertAllDurable();
  }

  /**
   * A chunk that is to get another class is zeroed word by word, and a cleared record in it may
   * have lost its lengths and still say LIVE: that was reported as a damaged entry.
   */
  @Test
  void aClearedRecordOfWhichACrashZeroedTheLengthsIsNoDamage() {
    List<Key> keys = Key.make(2, 2, false);
    Key key = keys.get(0);
    HeapMedium medium = new HeapMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    cache.put(key, key.bytes(), new byte[3], EntryRef.ETERNAL);
    cache.clear();
    medium.putLong(liveEntry(medium, cache.stored.id()) + DirectoryLayout.W2_AT, 0);

    RecordStore recovered = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));

    assertEquals(0, recovered.recovery().damaged());
  }

  /**
   * In the relaxed modes a tombstone may reach the medium without the payload of its record: it
   * hides nothing then. It stayed as it was, and when its slot was given to a record of the same
   * key and value, whose payload reached the medium before the rest, it hid again what had been
   * read meanwhile.
   */
  @Test
  void aTombstoneThatHidNothingNeverHidesAnything() {
    DirectedWorlds.aTombstoneThatHidNothing();
  }

  /** The directory entry of the only LIVE record of a cache. */
  private static long liveEntry(Medium medium, int cacheId) {
    for (long at = 0; at < medium.sizeBytes(); at += DirectoryLayout.ENTRY_BYTES) {
      long w2 = medium.getLong(at + DirectoryLayout.W2_AT);
      if (DirectoryLayout.state(medium.getLong(at)) == DirectoryLayout.LIVE
          && DirectoryLayout.cacheId(w2) == cacheId
          && DirectoryLayout.keyLength(w2) == COLLIDING_KEY_BYTES) {
        return at;
      }
    }
    throw new AssertionError("cache " + cacheId + " has no LIVE record");
  }

  private static void failAtFlush(SimulatedMedium medium, int nth, Runnable operation) {
    int[] left = {nth};
    medium.steps(
        new Steps() {
          @Override
          public void beforeFlush() {
            if (--left[0] == 0) {
              throw SimulatedMedium.failure("planted");
            }
          }
        });
    assertThrows(MediumFailedException.class, operation::run);
    medium.noSteps();
  }
}
