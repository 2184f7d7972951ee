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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.medium.FailingMedium.Step;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link FaultSweepTest} found, each by itself. */
class FailedStepTest {
  private static final int POOL_BYTES = 96 << 10;

  private static FaultWorld world(Durability durability) {
    FaultWorld world = new FaultWorld(durability, POOL_BYTES);
    world.format();
    world.open();
    return world;
  }

  private static void fails(Executable operation) {
    assertThrows(MediumFailedException.class, operation);
  }

  @Test
  void aRetiredRecordWhoseMarkFailedStaysQueued() {
    FaultWorld world = world(Durability.SYNC);
    world.put("a", 1, 40);
    world.evict("a");
    world.failing.failAt(Step.STORE, 1);
    fails(() -> world.remove("a"));
    world.remove("a");
    world.checkImages("removed", 64);
    world.checkNothingLeaks("removed");
  }

  /** What is still read must be found by the next start, too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRemovalThatFailsHasLeftItsEntryWhole(int nth) {
    FaultWorld world = world(Durability.SYNC);
    String key = world.besides("a");
    world.put("a", 1, 40);
    world.put(key, 1, 40);
    world.evict("a");
    world.failing.failAt(Step.STORE, nth); // the mark of what was evicted, or the own tombstone
    fails(() -> world.remove(key));
    assertNotNull(world.cache.get(key));
    world.die();
    world.open();
    assertNotNull(world.cache.get(key));
  }

  @Test
  void aFailedMarkInAnotherStripeLeavesItUnlocked() throws Exception {
    FaultWorld world = world(Durability.SYNC);
    world.put("new", 0, 40);
    world.records.settleAll();
    for (int i = 0; i < 30; i++) {
      world.put("key" + i, 1, 300);
    }
    for (int i = 0; i < 30; i++) {
      world.evict("key" + i);
    }
    int own = 7 + Settler.RIDERS;
    world.failing.failAt(Step.STORE, own + 1);
    fails(() -> world.put("new", 1, 40));
    CompletableFuture.runAsync(world.records::barrier).get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatACommitFailedToFlushIsInTheNextOne() {
    FaultWorld world = world(Durability.ON_CLOSE);
    world.commit();
    world.put("a", 1, 40);
    world.put("b", 1, 1500);
    world.failing.failAt(Step.FLUSH, 1);
    fails(world::commit);
    world.commit();
    world.checkImages("committed", 64);
  }

  @Test
  void piecesAreGivenBackWhenTheNextOneCannotBeHad() {
    FaultWorld world = world(Durability.SYNC);
    world.put("a", 1, 40);
    long used = world.records.usedBytes();
    for (int nth = 1; nth <= 3; nth++) {
      world.failing.failAt(Step.STORE, nth);
      fails(() -> world.put("large", 1, 9000));
      assertEquals(used, world.records.usedBytes(), "store " + nth);
    }
  }

  @Test
  void aReservationIsGivenBackWhenTheCommitBeforeItsWriteFails() {
    FaultWorld world = world(Durability.ON_CLOSE);
    world.put("a", 1, 40);
    world.evict("a");
    long used = world.records.usedBytes();
    byte[] key = "a".getBytes(StandardCharsets.UTF_8);
    Reservation reservation = world.records.reserve(key.length, 40);
    Stripe stripe = world.records.stripe("a".hashCode());
    world.failing.failAt(Step.FLUSH, 1);
    stripe.lock();
    try {
      fails(
          () ->
              world.records.write(
                  stripe, reservation, world.cache.id, key, new byte[40], EntryRef.ETERNAL, true));
    } finally {
      stripe.unlock();
    }
    assertEquals(used, world.records.usedBytes());
  }

  @Test
  void aCacheWhoseCommitFailedKeepsItsId() {
    FaultWorld world = world(Durability.ON_CLOSE);
    Catalogue catalogue = world.records.catalogue();
    CatalogueEntry one =
        new CatalogueEntry(0, "test", "one", "String", "s/1", "byte[]", "b/1", 0, false);
    CatalogueEntry warm =
        new CatalogueEntry(0, "test", "wrm", "String", "s/1", "byte[]", "b/1", 0, false);
    CatalogueEntry two =
        new CatalogueEntry(0, "test", "two", "String", "s/1", "byte[]", "b/1", 0, false);
    catalogue.create(warm);
    world.failing.failAt(Step.FLUSH, 1);
    fails(() -> catalogue.create(one));
    CatalogueEntry found = catalogue.find("test", "one");
    catalogue.create(two);
    assertEquals(found, catalogue.find("test", "one"));
  }

  @Test
  void aDestroyThatFailedCanBeRepeated() {
    FaultWorld world = world(Durability.SYNC);
    world.put("a", 1, 40);
    CatalogueEntry entry = world.records.catalogue().find("test", FaultWorld.CACHE);
    Dropper dropper =
        (epoch, dropped) -> {
          world.cache.index.values().forEach(dropped::accept);
          world.cache.index.clear();
        };
    world.failing.failAt(Step.STORE, 2);
    fails(() -> world.records.catalogue().destroy(entry, dropper));
    world.records.catalogue().destroy(entry, dropper);
    world.checkNothingLeaks("destroyed");
    assertThrows(
        IllegalArgumentException.class, () -> world.records.catalogue().destroy(entry, dropper));
  }

  @Test
  void aPutThatCouldNotBeUndoneDoesNotComeBackAfterARemove() {
    for (Step step : new Step[] {Step.FLUSH, Step.FENCE}) {
      FaultWorld world = world(Durability.SYNC);
      world.put("a", 1, 40);
      world.remove("a");
      world.records.settleAll();
      if (step == Step.FLUSH) {
        world.failing.failFrom(step, 2);
      } else {
        world.failing.failAt(step, 1);
      }
      fails(() -> world.put("a", 2, 41));
      try {
        world.remove("a");
      } catch (MediumFailedException e) {
        // Not acknowledged: it may come back.
      }
      world.checkImages("after the remove, " + step, 64);
    }
  }

  @Test
  void aPutThatCouldNotBeUndoneIsUndoneByTheNextOperation() {
    FaultWorld world = world(Durability.SYNC);
    world.put("a", 1, 40);
    world.failing.failFrom(Step.FLUSH, 2);
    fails(() -> world.put("a", 2, 9000));
    world.failing.repair();
    world.remove("a");
    world.checkImages("after the remove", 64);
    world.checkNothingLeaks("after the remove");
  }
}
