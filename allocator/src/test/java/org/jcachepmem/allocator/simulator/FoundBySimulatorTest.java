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
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.junit.jupiter.api.Test;

/** What the simulator found in the product, each as small as it can be. */
class FoundBySimulatorTest {

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
    List<Key> keys = Key.make(2, 2, false);
    Key key = keys.get(0);
    SimulatedMedium medium = new SimulatedMedium(CrashModel.ADR, 64 << 10, 64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    cache.put(key, key.bytes(), new byte[3], EntryRef.ETERNAL);
    failAtFlush(medium, 1, () -> cache.remove(key));
    records.close();
    medium.kill();

    RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));

    medium.assertAllDurable();
  }

  /** The same of a clear, and its minEpoch. */
  @Test
  void whatAFailedClearStoredIsDurableBeforeItIsBelieved() {
    List<Key> keys = Key.make(2, 2, false);
    Key key = keys.get(0);
    SimulatedMedium medium = new SimulatedMedium(CrashModel.ADR, 64 << 10, 64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    DrivenCache cache = DrivenCache.create(records, 0, keys);
    cache.put(key, key.bytes(), new byte[3], EntryRef.ETERNAL);
    failAtFlush(medium, 2, cache::clear); // the session epoch's is the first
    records.close();
    medium.kill();

    RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));

    medium.assertAllDurable();
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
