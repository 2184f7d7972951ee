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
package org.jcachepmem.allocator.schedule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.LeakCheck;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.PressureRelief;
import org.jcachepmem.allocator.record.RecordStore;
import org.jspecify.annotations.Nullable;

/**
 * One run: a few lives of one small pool, each with threads whose interleaving the seed decides,
 * with crashes tried along the way, and each but the last ended by a kill, a power loss or a close.
 */
final class ThreadedRun implements PressureRelief {
  private static final String SECOND = "two";

  /** In one of so many lives a fence fails. */
  private static final int FAILING_SHARE = 4;

  private static final int MOST_FENCES = 24;

  private final Plan plan;
  private final Plant plant;
  private final Totals totals;
  private final History history;
  private final Random endings;
  private final List<String> firstKeys = new ArrayList<>();
  private final List<String> secondKeys = new ArrayList<>();
  private long trace = 1;
  private int versions;
  private long puts;

  private RecordingMedium recording;
  private ScheduledMedium medium;
  private RecordStore records;
  private ScheduledCache first;
  private @Nullable ScheduledCache second;
  private CrashCheck crash;
  private Schedule schedule;

  /** Set by the thread that clears when the index has dropped its entries: for {@link Plant}s. */
  private boolean hasDropped;

  @SuppressWarnings("NullAway.Init")
  ThreadedRun(long seed, Plant plant, Totals totals) {
    this.plan = new Plan(seed, plant.favoured());
    this.plant = plant;
    this.totals = totals;
    this.history = new History(plan.relaxed, false);
    this.endings = new Random(seed + 1);
    recording = new RecordingMedium(plan.poolBytes);
    for (int i = 0; i < plan.keys; i++) {
      firstKeys.add("one/key" + i);
      secondKeys.add(SECOND + "/key" + i);
    }
    firstKeys.forEach(history::add);
    secondKeys.forEach(history::add);
    history.add(SECOND + "/");
  }

  /** Lives all lives. Throws what must not be, with all that is known about it. */
  void run() {
    totals.runs++;
    try {
      Pool.format(recording, plan.format());
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
            Threads.class.getName(),
            plan.seed);
  }

  private void live(int life) {
    medium = new ScheduledMedium(recording, plan.seed + life);
    crash =
        new CrashCheck(
            recording, plan.options(), history, totals, plan.seed * 7 + life, plan.imagesPerPoint);
    records = RecordStore.open(Pool.mount(medium), plan.options());
    first = new ScheduledCache(records, history, plant, "one");
    boolean hasSecond = records.catalogue().find(ScheduledCache.NAMESPACE, SECOND) != null;
    second = hasSecond ? new ScheduledCache(records, history, plant, SECOND) : null;
    records.pressureRelief(this);
    if (plan.relaxed) {
      commit();
    }
    LockExchange locks = new LockExchange("org.jcachepmem.");
    locks.exchange(records);
    schedule = new Schedule(plan.strategy(life));
    schedule.monitors(locks.monitors());
    schedule.plant(elision());
    if (endings.nextBoolean()) {
      schedule.stopAt(50 + endings.nextInt(50 << endings.nextInt(7)));
    }
    Random failures = new Random(plan.seed * 17 + life);
    if (plant == Plant.NONE && failures.nextInt(FAILING_SHARE) == 0) {
      medium.failAfter(failures.nextInt(MOST_FENCES));
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
    totals.failures += medium.hasFailed() ? 1 : 0;
    end(schedule.isAborted() || medium.hasFailed());
  }

  private void maybe(Random points, int oneIn, String when) {
    if (Schedule.worker() != null && points.nextInt(oneIn) == 0) {
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
      try {
        operate(thread, random);
      } catch (MediumFailedException e) {
        checkFailed(e); // what it was about to do need not be done
      }
      maybe(points, plan.pointOneIn, "after an operation");
      Schedule.step(Step.TEST, 0);
    }
  }

  private void operate(int thread, Random random) {
    String key = plan.key(random);
    Plan.Operation operation = plan.operation(random);
    history.line(operation + " of " + key);
    switch (operation) {
      case PUT -> put(first, key, plan.length(random, false));
      case PUT_LARGE -> put(first, key, plan.length(random, true));
      case REMOVE -> remove(first, key);
      case GET -> get(first, key);
      case EVICT -> first.evict(key);
      case EVICT_ALL -> evictAll();
      case RELOCATE -> first.relocate(key);
      case TOUCH -> first.touch(key, Expiries.of(key, random.nextInt(1000)), random.nextBoolean());
      case CLEAR -> clear();
      case SETTLE_ALL -> records.settleAll();
      case SETTLE_EPOCH -> records.settleEpoch();
      case BEGIN_EPOCH -> records.beginEpoch();
      case COMMIT -> commit();
      case SECOND_CACHE -> {
        if (thread == 0) {
          useSecond(key, random);
        } else {
          get(first, key);
        }
      }
    }
  }

  /** The keys that are used most last, so that they are queued behind many. */
  private void evictAll() {
    List<String> keys = first.keys();
    for (int i = keys.size() - 1; i >= 0; i--) {
      first.evict(keys.get(i));
    }
  }

  private void put(ScheduledCache cache, String key, int length) {
    int version = ++versions;
    byte[] value = SelfDescribing.value(key, version, length);
    History.Call call = history.put(cache.historic(key), version, length);
    puts++;
    attempt(
        call,
        () -> {
          cache.put(key, value, Expiries.of(key, version));
          return KeyHistory.DONE;
        });
  }

  /**
   * Ends the call as its steps end. What a failing medium has cut off stays under way: a crash may
   * show it. What begins after that has no effect, and is not acknowledged.
   */
  private void attempt(History.Call call, IntSupplier steps) {
    boolean hadFailed = medium.hasFailed();
    int result;
    try {
      result = steps.getAsInt();
    } catch (PoolFullException e) {
      totals.refused++;
      history.failed(call);
      return;
    } catch (MediumFailedException e) {
      checkFailed(e);
      if (hadFailed) {
        history.failed(call);
      }
      return;
    }
    if (hadFailed) {
      throw new Violation("acknowledged, though the medium had failed before");
    }
    history.end(call, result);
  }

  private void checkFailed(MediumFailedException e) {
    if (!medium.hasFailed()) {
      throw e;
    }
  }

  private void remove(ScheduledCache cache, String key) {
    History.Call call = history.remove(cache.historic(key));
    attempt(call, () -> cache.remove(key) ? 1 : 0);
  }

  private void get(ScheduledCache cache, String key) {
    History.Call call = history.get(cache.historic(key));
    byte[] value = cache.get(key);
    history.end(call, value == null ? KeyHistory.ABSENT : SelfDescribing.number(key, value));
  }

  private void clear() {
    History.Call call = history.clear(firstKeys);
    hasDropped = false;
    attempt(
        call,
        () -> {
          first.clear(() -> hasDropped = true);
          return KeyHistory.DONE;
        });
  }

  private void commit() {
    long began = history.now();
    records.commit();
    history.committed(began);
    history.line("committed");
  }

  private void useSecond(String key, Random random) {
    ScheduledCache cache = second;
    if (cache == null && medium.hasFailed()) {
      return; // it may be half made: to finish that is for the index, which this world lacks
    }
    if (cache == null) {
      History.Call call = history.put(SECOND + "/", 1, 0);
      attempt(
          call,
          () -> {
            second = new ScheduledCache(records, history, plant, SECOND);
            return KeyHistory.DONE;
          });
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> {
        List<String> all = new ArrayList<>(secondKeys);
        all.add(SECOND + "/");
        History.Call call = history.clear(all);
        attempt(
            call,
            () -> {
              cache.destroy();
              second = null;
              return KeyHistory.DONE;
            });
      }
      case 1 -> remove(cache, key);
      case 2, 3 -> get(cache, key);
      default -> put(cache, key, plan.length(random, random.nextInt(4) == 0));
    }
  }

  // ---- pressure

  @Override
  public boolean evict(long bytes) {
    totals.reliefs++;
    long evicted = 0;
    for (ScheduledCache cache : caches()) {
      for (String key : cache.keys()) {
        if (evicted < bytes) {
          evicted += cache.weightBytes(key);
          cache.evict(key);
        }
      }
    }
    return evicted > 0;
  }

  @Override
  public boolean vacate(int cacheId, byte[] key, long offset) {
    totals.reliefs++;
    for (ScheduledCache cache : caches()) {
      if (cache.id() == cacheId) {
        return cache.vacate(new String(key, StandardCharsets.UTF_8), offset);
      }
    }
    return false;
  }

  private List<ScheduledCache> caches() {
    ScheduledCache other = second;
    return other == null ? List.of(first) : List.of(first, other);
  }

  // ---- planted bugs

  private Schedule.@Nullable Elision elision() {
    return switch (plant) {
      case CLEAR_WITHOUT_FIRST_BARRIER -> lock -> isInBarrierOf("clear") && !hasDropped;
      case CLEAR_WITHOUT_SECOND_BARRIER -> lock -> isInBarrierOf("clear") && hasDropped;
      case SETTLE_EPOCH_WITHOUT_BARRIER -> lock -> isInBarrierOf("settle");
      case RELOCATE_DURING_CLEAR ->
          lock -> lock.name().startsWith("RecordStore.clearLock") && isCalledBy("relocate");
      case EXPIRY_WITHOUT_STRIPE -> lock -> isCalledBy("touch");
      default -> null;
    };
  }

  private static boolean isCalledBy(String method) {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.skip(1).limit(10).anyMatch(frame -> frame.getMethodName().equals(method)));
  }

  private static boolean isInBarrierOf(String method) {
    return isCalledBy("barrier") && isCalledBy(method);
  }

  // ---- between lives

  private void end(boolean killed) {
    if (!killed) {
      checkAtRest();
      if (endings.nextInt(3) == 0) {
        records.close();
        history.line("closed");
        crashHere("after the close");
      }
    }
    boolean kill = endings.nextBoolean();
    RecordingMedium next = crash.next(kill);
    var may = history.afterCrash(!kill);
    RecordStore reopened = RecordStore.open(Pool.mount(next.killImage()), plan.options());
    var found = Recovered.values(reopened, history.keys());
    CrashCheck.compare(found, may);
    history.restart(found, kill ? "killed" : "power lost");
    recording = next;
  }

  /** Nobody is at work: reads say what the history says, and nothing has leaked. */
  private void checkAtRest() {
    crashHere("at rest");
    for (String key : firstKeys) {
      get(first, key.substring(key.indexOf('/') + 1));
    }
    LeakCheck.settle(records);
    LeakCheck.take(recording.killImage(), records);
  }
}
