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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jcachepmem.allocator.medium.FailingMedium.Step;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every store, flush and fence of every operation fails, once and from then on. The operation says
 * so, no lock stays held, nothing acknowledged before or after is lost or undone, and what failed
 * once leaks nothing.
 */
class FaultSweepTest {
  private static final int POOL_BYTES = 96 << 10;
  private static final int SMALL_POOL_BYTES = 44 << 10;
  private static final int IMAGES = 6;
  private static final long PATIENCE_SECONDS = 20;
  private static final ExecutorService OTHER =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "another");
            thread.setDaemon(true);
            return thread;
          });

  @AfterAll
  static void endOther() {
    OTHER.shutdownNow();
  }

  /** What is done before, and what fails. */
  record Scenario(
      String name,
      Durability durability,
      int poolBytes,
      Consumer<FaultWorld> before,
      Consumer<FaultWorld> operation) {
    @Override
    public String toString() {
      return name + ", " + durability;
    }
  }

  private static Stream<Scenario> sync(String name, Consumer<FaultWorld> operation) {
    return Stream.of(
        new Scenario(name, Durability.SYNC, POOL_BYTES, FaultSweepTest::inUse, operation));
  }

  private static Stream<Scenario> both(String name, Consumer<FaultWorld> operation) {
    return Stream.concat(
        sync(name, operation),
        Stream.of(
            new Scenario(name, Durability.ON_CLOSE, POOL_BYTES, FaultSweepTest::inUse, operation)));
  }

  private static Stream<Scenario> opening(String name, Consumer<FaultWorld> before) {
    return Stream.of(new Scenario(name, Durability.SYNC, POOL_BYTES, before, FaultWorld::open));
  }

  private static Stream<Scenario> tight(String name, Consumer<FaultWorld> before, int valueLength) {
    return Stream.of(Durability.SYNC, Durability.ON_CLOSE)
        .map(
            durability ->
                new Scenario(
                    name,
                    durability,
                    SMALL_POOL_BYTES,
                    before,
                    world -> world.put("new", 1, valueLength)));
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(
            both("put", world -> world.put("new", 1, 40)),
            both("put of extents", world -> world.put("new", 1, 9000)),
            both("put in a new chunk", world -> world.put("new", 1, 300)),
            both("overwrite", world -> world.put("a", 7, 45)),
            both("overwrite of extents by extents", world -> world.put("large", 8, 6000)),
            both("hit-remove", world -> world.remove("a")),
            both("hit-remove of extents", world -> world.remove("large")),
            both("miss-remove", world -> world.remove("gone")),
            both("expiry", world -> world.storeExpiry("a")),
            both("clear", FaultWorld::clear),
            both("create a cache", FaultSweepTest::create),
            both("update a cache", FaultSweepTest::update),
            both("destroy a cache", FaultSweepTest::destroy),
            both("settleAll", world -> world.records.settleAll()),
            both("settleEpoch", world -> world.records.life().settleEpoch()),
            both("beginEpoch", world -> world.records.life().beginEpoch()),
            both("commit", FaultWorld::commit),
            both("close", FaultSweepTest::close),
            tight("put that moves entries", FaultSweepTest::scattered, 200),
            tight("put that evicts", FaultSweepTest::full, 200),
            tight("put with a backlog", FaultSweepTest::backlog, 40),
            opening(
                "open a clean pool",
                world -> {
                  inUse(world);
                  world.records.close();
                  world.leave();
                }),
            opening(
                "open after a kill",
                world -> {
                  inUse(world);
                  world.die();
                }),
            opening("open the first time", FaultWorld::format))
        .flatMap(each -> each);
  }

  private static void inUse(FaultWorld world) {
    world.format();
    world.open();
    world.put("a", 1, 40);
    world.put("b", 1, 45);
    world.put("c", 1, 40);
    world.put("large", 1, 5000);
    world.put("gone", 1, 44);
    world.commit();
    world.put("a", 2, 41);
    world.put("b", 2, 42);
    world.put("large", 2, 5500);
    world.evict("gone");
  }

  /** No chunk is free and no slot. */
  private static void full(FaultWorld world) {
    world.isTight = true;
    world.format();
    world.open();
    world.records.pressureRelief(new NoRelief());
    assertThrows(
        PoolFullException.class,
        () -> {
          for (int i = 0; ; i++) {
            world.put("key" + i, 1, 400);
          }
        });
    world.records.pressureRelief(world.cache);
  }

  /** No chunk is free, but some can be emptied by moving what is in them. */
  private static void scattered(FaultWorld world) {
    full(world);
    int count = world.keys().size();
    for (int i = 0; i < count; i += 5) { // in each chunk one or two
      world.remove("key" + i);
    }
    world.records.settleAll();
  }

  /** More waits in both stripes than a put takes along from its own. */
  private static void backlog(FaultWorld world) {
    world.format();
    world.open();
    for (int i = 0; i < 30; i++) {
      world.put("key" + i, 1, 300);
    }
    for (int i = 0; i < 30; i++) {
      world.evict("key" + i);
    }
  }

  private static final CatalogueEntry SECOND =
      new CatalogueEntry(0, "test", "second", "String", "s/1", "byte[]", "b/1", 0, false);

  private static void create(FaultWorld world) {
    if (world.records.catalogue().find("test", "second") == null) {
      world.records.catalogue().create(SECOND);
    }
    long distinct =
        world.records.catalogue().entries().stream().map(CatalogueEntry::id).distinct().count();
    assertEquals(distinct, world.records.catalogue().entries().size());
  }

  private static CatalogueEntry entry(FaultWorld world, long quota) {
    return new CatalogueEntry(
        world.cache.id, "test", FaultWorld.CACHE, "String", "s/1", "byte[]", "b/1", quota, false);
  }

  private static void update(FaultWorld world) {
    world.records.catalogue().update(entry(world, 4711));
  }

  private static void destroy(FaultWorld world) {
    world.isDestroyed = true;
    world.dropAll(
        () ->
            world
                .records
                .catalogue()
                .destroy(entry(world, 0), FaultSweepTest.droppingAll(world.cache)));
  }

  private static void close(FaultWorld world) {
    world.isClosed = true;
    world.records.close();
  }

  private static Dropper droppingAll(TestCache cache) {
    return (epoch, dropped) ->
        cache.index.forEach(
            (key, entry) -> {
              if (cache.index.remove(key, entry)) {
                dropped.accept(entry);
              }
            });
  }

  private int images;

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyFaultIsSurvived(Scenario scenario) throws Exception {
    int points = 0;
    for (Step step : new Step[] {Step.STORE, Step.FLUSH, Step.FENCE}) {
      for (boolean forGood :
          step == Step.FENCE ? new boolean[] {false} : new boolean[] {false, true}) {
        long nth = 1;
        while (reaches(scenario, step, nth, forGood)) {
          nth++;
        }
        points += (int) nth - 1;
      }
    }
    System.out.println(scenario + ": " + points + " faults, " + images + " images");
  }

  /** One life with one fault; false if the operation has fewer steps. */
  private boolean reaches(Scenario scenario, Step step, long nth, boolean forGood)
      throws Exception {
    String when = scenario + ", " + step + " " + nth + (forGood ? " and later" : "");
    FaultWorld world = new FaultWorld(scenario.durability, scenario.poolBytes);
    scenario.before.accept(world);
    if (forGood) {
      world.failing.failFrom(step, nth);
    } else {
      world.failing.failAt(step, nth);
    }
    RuntimeException thrown = failure(when, () -> scenario.operation.accept(world));
    if (world.failing.failures() == 0) {
      assertNull(thrown, when);
      return false;
    }
    assertTrue(thrown instanceof MediumFailedException, () -> when + ": " + thrown);
    images += world.checkImages(when, IMAGES);

    boolean isTransient = !forGood && step != Step.FENCE;
    if (world.cache == null) {
      if (isTransient) {
        world.open();
        goOn(world, when, Outcome.SUCCESS);
      }
      return true;
    }
    Outcome outcome =
        isTransient
            ? Outcome.SUCCESS
            : step == Step.FENCE && scenario.durability == Durability.SYNC
                ? Outcome.FAILURE
                : Outcome.EITHER;
    List<Runnable> others = new ArrayList<>();
    others.add(() -> world.checkReads(when));
    world.keys().forEach(key -> others.add(() -> world.remove(key)));
    elsewhere(when, isTransient ? Outcome.SUCCESS : Outcome.EITHER, others);
    images += world.checkImages(when + ", after removes", IMAGES);
    if (isTransient) {
      elsewhere(when + ", again", Outcome.SUCCESS, List.of(() -> scenario.operation.accept(world)));
    }
    goOn(world, when, outcome);
    return true;
  }

  /** Another thread puts, what failed once has leaked nothing, and the pool is closed. */
  private void goOn(FaultWorld world, String when, Outcome outcome) throws Exception {
    List<Runnable> puts = new ArrayList<>();
    if (!world.isDestroyed) {
      world.keys().forEach(key -> puts.add(() -> world.put(key, 9, 50)));
      elsewhere(when, outcome, puts);
      images += world.checkImages(when + ", after puts", IMAGES);
    }
    if (outcome == Outcome.SUCCESS && !world.isClosed) {
      elsewhere(when, outcome, List.of(() -> world.checkNothingLeaks(when)));
    }
    failure(when, world.records::close);
    images += world.checkImages(when + ", after close", IMAGES);
  }

  /** How operations after the fault end. */
  private enum Outcome {
    SUCCESS,
    FAILURE,
    EITHER
  }

  /** A second operation ends, with a result or a clear exception. */
  private static void elsewhere(String when, Outcome outcome, List<Runnable> operations)
      throws Exception {
    Future<?> done =
        OTHER.submit(
            () -> {
              for (Runnable operation : operations) {
                RuntimeException thrown = failure(when, operation);
                if (outcome == Outcome.SUCCESS && thrown instanceof MediumFailedException) {
                  throw new AssertionError(when + ": " + thrown, thrown);
                }
                if (outcome == Outcome.FAILURE && thrown == null) {
                  throw new AssertionError(when + ": a put succeeds on a medium that has failed");
                }
              }
            });
    try {
      done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(when + ": another thread waits for ever, for a lock", e);
    } catch (ExecutionException e) {
      throw new AssertionError(when + ": " + e.getCause().getMessage(), e.getCause());
    }
  }

  @Test
  void theFaultsOfMovingAndEvictingAreReached() {
    FaultWorld moving = new FaultWorld(Durability.SYNC, SMALL_POOL_BYTES);
    scattered(moving);
    Map<String, EntryRef> before = Map.copyOf(moving.cache.index);
    moving.put("new", 1, 200);
    assertTrue(moving.cache.index.keySet().containsAll(before.keySet()));
    assertTrue(
        before.entrySet().stream()
            .anyMatch(e -> moving.cache.index.get(e.getKey()) != e.getValue()));

    FaultWorld evicting = new FaultWorld(Durability.SYNC, SMALL_POOL_BYTES);
    full(evicting);
    int entries = evicting.cache.index.size();
    evicting.put("new", 1, 200);
    assertTrue(evicting.cache.index.size() < entries);
  }

  @Test
  void aPoolWhoseFormattingFailsIsNoneOrEmpty() {
    for (Step step : new Step[] {Step.STORE, Step.FLUSH, Step.FENCE}) {
      for (long nth = 1; ; nth++) {
        String when = "format, " + step + " " + nth;
        FaultWorld world = new FaultWorld(Durability.SYNC, SMALL_POOL_BYTES);
        world.failing.failAt(step, nth);
        RuntimeException thrown = failure(when, world::format);
        if (thrown == null) {
          assertEquals(0, world.failing.failures(), when);
          break;
        }
        world.recording.crashImages(nth, IMAGES, FaultSweepTest::assertNoneOrEmpty);
        assertNoneOrEmpty(world.recording.killImage());
      }
    }
  }

  private static void assertNoneOrEmpty(HeapMedium image) {
    Pool pool;
    try {
      pool = Pool.mount(image);
    } catch (PoolFormatException e) {
      return;
    }
    assertEquals(0, RecordStore.open(pool, RecordOptions.quiet(2)).recovery().entries());
  }

  private static @Nullable RuntimeException failure(String when, Runnable operation) {
    try {
      operation.run();
      return null;
    } catch (MediumFailedException | IllegalStateException e) {
      return e;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(when + ": " + e, e);
    }
  }
}
