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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.LeakCheck;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.schedule.CrashCheck;
import org.jcachepmem.allocator.schedule.Expiries;
import org.jcachepmem.allocator.schedule.History;
import org.jcachepmem.allocator.schedule.LockExchange;
import org.jcachepmem.allocator.schedule.Recovered;
import org.jcachepmem.allocator.schedule.Schedule;
import org.jcachepmem.allocator.schedule.ScheduledMedium;
import org.jcachepmem.allocator.schedule.SelfDescribing;
import org.jcachepmem.allocator.schedule.Step;
import org.jcachepmem.allocator.schedule.Totals;
import org.jcachepmem.allocator.schedule.Violation;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One run of threads over the stored caches of one small pool, index, budget and all: a few
 * plan.lives, with crashes tried along the way. The first cache is used by all threads; the second
 * is attached, used, detached and destroyed by one.
 */
final class IndexRun {
  private static final String FIRST = "one";
  private static final String SECOND = "two";

  private final IndexPlan plan;
  private final Totals totals;
  private final History history;
  private final Random endings;
  private final List<String> firstKeys = new ArrayList<>();
  private final List<String> secondKeys = new ArrayList<>();
  private long trace = 1;
  private int versions;

  private RecordingMedium recording;
  private RecordStore records;
  private SharedPool pool;
  private PooledEntries first;
  private @Nullable PooledEntries second;
  private CrashCheck crash;
  private Schedule schedule;

  @SuppressWarnings("NullAway.Init")
  IndexRun(long seed, Totals totals) {
    this.plan = new IndexPlan(seed);
    this.totals = totals;
    history = new History(plan.relaxed, plan.tight);
    endings = new Random(seed + 1);
    recording = new RecordingMedium(plan.tight ? 56 << 10 : 192 << 10);
    for (int i = 0; i < plan.keys; i++) {
      firstKeys.add(FIRST + "/key" + i);
      secondKeys.add(SECOND + "/key" + i);
    }
    firstKeys.forEach(history::add);
    secondKeys.forEach(history::add);
    history.add(SECOND + "/");
  }

  /** What is left to chance is left to the seed. */
  private SharedPool deterministic(RecordStore over) {
    IntSupplier chance = new Random(plan.seed)::nextInt;
    return new SharedPool(
        over, 64L << 20, () -> 0, System::currentTimeMillis, chance, PoolEvents.NONE);
  }

  void run() {
    totals.runs++;
    try {
      Pool.format(recording, FormatOptions.small(plan.seed));
      for (int life = 0; life < plan.lives; life++) {
        live(life);
      }
    } catch (RuntimeException | Error e) {
      totals.violations++;
      throw new Violation(describe(e), e);
    } finally {
      totals.operations += history.operations();
    }
  }

  /** Equal for equal interleavings. */
  long trace() {
    return trace;
  }

  private String describe(Throwable e) {
    return """
        %s
        seed %d: %s
        threads: %s
        history:
          %s
        replay: java -ea -cp <test class path> %s --replay %d"""
        .formatted(
            e.getMessage(),
            plan.seed,
            plan,
            schedule == null ? "none" : schedule.summary(),
            history,
            IndexThreads.class.getName(),
            plan.seed);
  }

  private static String text(String historic) {
    return historic.substring(historic.indexOf('/') + 1);
  }

  // ---- a life

  private void live(int life) {
    ScheduledMedium medium = new ScheduledMedium(recording, plan.seed + life);
    crash =
        new CrashCheck(
            recording, plan.options(), history, totals, plan.seed * 7 + life, plan.imagesPerPoint);
    if (plan.loose) {
      crash.reading(this::readThroughIndex);
    }
    records = RecordStore.open(Pool.mount(medium), plan.options());
    pool = deterministic(records);
    first = pool.attach("test", PoolFixture.stored(FIRST, 0, plan.pinned), plan.identities());
    second =
        pool.storedNames("ns").contains(SECOND) && endings.nextBoolean() ? attachSecond() : null;
    if (plan.relaxed) {
      commit();
    }
    LockExchange locks = new LockExchange("org.jcachepmem.", "com.github.benmanes.caffeine.");
    locks.exchange(pool);
    locks.exchange(first);
    schedule = new Schedule(plan.strategy(life));
    schedule.monitors(locks.monitors());
    if (endings.nextBoolean()) {
      schedule.stopAt(30 + endings.nextInt(50 << endings.nextInt(6)));
    }
    Random points = new Random(plan.seed * 13 + life);
    medium.atFence(() -> maybe(points, plan.pointOneIn, "at a fence"));
    medium.atStore(() -> maybe(points, plan.pointOneIn * 20, "at a store"));
    List<Schedule.Task> tasks = new ArrayList<>();
    for (int i = 0; i < plan.threads; i++) {
      Random random = new Random(plan.seed * 1000 + life * 10L + i);
      tasks.add(thread -> work(thread, random, points));
    }
    try {
      schedule.run(tasks);
    } finally {
      totals.steps += schedule.steps();
      totals.switches += schedule.switches();
      trace = trace * 31 + schedule.trace();
    }
    end(schedule.isAborted());
  }

  private void maybe(Random points, int oneIn, String when) {
    if (Schedule.isScheduled() && points.nextInt(oneIn) == 0) {
      crashHere(when);
    }
  }

  private void crashHere(String when) {
    try {
      crash.here(when);
    } catch (Violation e) {
      Schedule.report(e);
      throw e;
    }
  }

  private void work(int thread, Random random, Random points) {
    for (int i = 0; i < plan.operations; i++) {
      String key = "key" + (random.nextBoolean() ? 0 : random.nextInt(plan.keys));
      operate(thread, key, random);
      maybe(points, plan.pointOneIn, "after an operation");
      Schedule.step(Step.TEST, 0);
    }
  }

  private void operate(int thread, String key, Random random) {
    switch (plan.choose(random)) {
      case 0 -> put(first, FIRST, key, random);
      case 1 -> remove(first, FIRST, key, random);
      case 2 -> get(first, FIRST, key, random);
      case 3 -> drop(key, random);
      case 4 -> noted("touch " + key, () -> touch(key, random));
      case 5 -> clear();
      case 6 -> noted("settle all", records::settleAll);
      case 7 -> noted("settle epoch", records::settleEpoch);
      case 8 -> {
        if (random.nextBoolean()) {
          noted("iterate", this::iterate);
        } else {
          noted("promote some", () -> first.promoteSome(1 + random.nextInt(3)));
        }
      }
      case 9 -> noted("vacate " + key, () -> vacate(key, random));
      case 10 -> {
        if (plan.tight) {
          noted("evict", () -> pool.budget().evict(random.nextInt(2000)));
        } else if (plan.relaxed) {
          commit();
        }
      }
      default -> {
        if (thread == 0) {
          useSecond(key, random);
        } else {
          get(first, FIRST, key, random);
        }
      }
    }
  }

  private void noted(String what, Runnable operation) {
    history.line(what);
    operation.run();
    history.line(what + " done");
  }

  private void put(PooledEntries store, String cache, String key, Random random) {
    int version = ++versions;
    int length = IndexPlan.LENGTHS[random.nextInt(plan.longest)];
    KeyIdentity identity = plan.key(key, random);
    History.Call call = history.put(cache + "/" + key, version, length);
    // A put that is refused removes the old value, so it may come to that from the beginning.
    History.Call refusal = plan.tight ? history.clear(List.of(cache + "/" + key)) : null;
    try {
      store.put(identity, SelfDescribing.value(key, version, length), Expiries.of(key, version));
    } catch (CacheException e) {
      if (refusal == null) {
        throw e;
      }
      totals.refused++;
      history.failed(call);
      history.end(refusal);
      return;
    }
    if (refusal != null) {
      history.failed(refusal);
    }
    history.end(call);
  }

  private void remove(PooledEntries store, String cache, String key, Random random) {
    History.Call call = history.remove(cache + "/" + key);
    history.end(call, store.remove(plan.key(key, random)) ? 1 : 0);
  }

  private void get(PooledEntries store, String cache, String key, @Nullable Random random) {
    History.Call call = history.get(cache + "/" + key);
    history.end(call, read(store, key, plan.key(key, random)));
  }

  private static int read(PooledEntries store, String key, KeyIdentity identity) {
    for (; ; Schedule.giveWay()) {
      EntryRef entry = store.find(identity);
      if (entry == null) {
        return 0;
      }
      byte[] value = store.read(entry);
      if (value != null) {
        return SelfDescribing.number(key, value);
      }
      if (entry.isDamaged()) {
        throw new Violation(key + " is damaged");
      }
    }
  }

  /** As an entry that has expired. */
  private void drop(String key, Random random) {
    KeyIdentity identity = plan.key(key, random);
    EntryRef entry = first.find(identity);
    Schedule.step(Step.TEST, 1);
    if (entry != null) {
      History.Call call = history.drop(FIRST + "/" + key);
      if (first.dropExpired(identity, entry, EntryRef.ETERNAL, true)) {
        history.end(call);
      } else {
        history.failed(call);
      }
    }
  }

  private void touch(String key, Random random) {
    KeyIdentity identity = plan.key(key, random);
    EntryRef entry = first.find(identity);
    Schedule.step(Step.TEST, 2);
    if (entry != null) {
      first.touch(identity, entry, entry.version(), Expiries.of(key, random.nextInt(1000)));
    }
  }

  private void clear() {
    History.Call call = history.clear(firstKeys);
    first.clear();
    history.end(call);
  }

  private void commit() {
    long began = history.now();
    records.commit();
    history.committed(began);
    history.line("committed");
  }

  private void iterate() {
    for (Iterator<KeyIdentity> all = first.keys(); all.hasNext(); ) {
      EntryRef entry = first.find(all.next());
      if (entry != null) {
        first.read(entry);
      }
    }
  }

  /** As if the chunk of the entry were emptied. */
  private void vacate(String key, Random random) {
    EntryRef entry = first.find(plan.key(key, random));
    byte[] bytes = entry == null ? null : records.readKey(entry);
    if (entry != null && bytes != null) {
      // Without room elsewhere, or while a cache is cleared, it is evicted.
      History.Call call = history.drop(FIRST + "/" + key);
      pool.budget().vacate(first.share().stored().id(), bytes, entry.offset());
      history.unknown(call);
    }
  }

  private PooledEntries attachSecond() {
    return pool.attach("test", PoolFixture.stored(SECOND, 0, false), IndexPlan.CANONICAL);
  }

  private void useSecond(String key, Random random) {
    PooledEntries store = second;
    if (store == null) {
      if (random.nextInt(4) == 0) {
        destroySecond(null);
        return;
      }
      History.Call call = history.put(SECOND + "/", 1, 0);
      second = attachSecond();
      history.end(call);
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> destroySecond(store);
      case 1 -> {
        noted("detach two", () -> pool.detach(store));
        second = null;
      }
      case 2 -> removeSecond(store, key);
      case 3, 4, 5 -> {
        History.Call call = history.get(SECOND + "/" + key);
        history.end(call, read(store, key, IndexPlan.CANONICAL.of(key)));
      }
      default -> putSecond(store, key, random);
    }
  }

  private void removeSecond(PooledEntries store, String key) {
    History.Call call = history.remove(SECOND + "/" + key);
    history.end(call, store.remove(IndexPlan.CANONICAL.of(key)) ? 1 : 0);
  }

  private void putSecond(PooledEntries store, String key, Random random) {
    int version = ++versions;
    int length = IndexPlan.LENGTHS[random.nextInt(Math.min(plan.longest, 4))];
    History.Call call = history.put(SECOND + "/" + key, version, length);
    store.put(
        IndexPlan.CANONICAL.of(key),
        SelfDescribing.value(key, version, length),
        Expiries.of(key, version));
    history.end(call);
  }

  private void destroySecond(@Nullable PooledEntries store) {
    List<String> all = new ArrayList<>(secondKeys);
    all.add(SECOND + "/");
    History.Call call = history.clear(all);
    pool.destroy("test", "ns", SECOND, store);
    second = null;
    history.end(call);
  }

  // ---- between lives

  private Map<String, Integer> readThroughIndex(RecordStore opened, Collection<String> historic) {
    Map<String, Integer> values = new TreeMap<>();
    SharedPool recovered = deterministic(opened);
    boolean hasSecond = recovered.storedNames("ns").contains(SECOND);
    PooledEntries one =
        recovered.attach("test", PoolFixture.stored(FIRST, 0, plan.pinned), plan.identities());
    PooledEntries two =
        hasSecond
            ? recovered.attach("test", PoolFixture.stored(SECOND, 0, false), IndexPlan.CANONICAL)
            : null;
    for (String each : historic) {
      String key = text(each);
      if (key.isEmpty()) {
        values.put(each, hasSecond ? 1 : 0);
      } else if (each.startsWith(FIRST)) {
        values.put(each, read(one, key, plan.key(key, null)));
      } else {
        values.put(each, two == null ? 0 : read(two, key, IndexPlan.CANONICAL.of(key)));
      }
    }
    return values;
  }

  private void end(boolean killed) {
    if (!killed) {
      checkAtRest();
      if (endings.nextInt(3) == 0) {
        // Whether or not other sessions stay.
        Consumer<PooledEntries> leave =
            versions % 2 == 0 ? pool::detach : store -> pool.end(store.share());
        leave.accept(first);
        if (second != null) {
          leave.accept(second);
        }
        records.close();
        history.line("closed");
        crashHere("after the close");
      }
    }
    boolean kill = endings.nextBoolean();
    RecordingMedium next = crash.next(kill);
    var may = history.afterCrash(!kill);
    RecordStore reopened = RecordStore.open(Pool.mount(next.killImage()), plan.options());
    var found =
        plan.loose
            ? readThroughIndex(reopened, history.keys())
            : Recovered.values(reopened, history.keys());
    CrashCheck.compare(found, may);
    history.restart(found, kill ? "killed" : "power lost");
    recording = next;
  }

  /** Nobody is at work: reads say what the history says, nothing has leaked, and sums are right. */
  private void checkAtRest() {
    crashHere("at rest");
    for (String each : firstKeys) {
      get(first, FIRST, text(each), null);
    }
    LeakCheck.settle(records);
    LeakCheck.take(recording.killImage(), records);
    for (Share share : pool.budget().shares()) {
      long[] bytes = {share.unindexed().weightBytes()};
      PooledEntries store = share.store();
      if (store != null) {
        store.index().forEach((key, entry) -> bytes[0] += records.weightBytes(entry));
      }
      if (bytes[0] != share.weightBytes() || share.expectedBytes() != share.weightBytes()) {
        throw new Violation(
            "entries weigh %d, the share says %d and expects %d"
                .formatted(bytes[0], share.weightBytes(), share.expectedBytes()));
      }
    }
  }
}
