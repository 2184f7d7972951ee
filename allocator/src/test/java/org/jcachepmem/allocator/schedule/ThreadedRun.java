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
import org.jcachepmem.allocator.record.PressureRelief;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Settling;
import org.jspecify.annotations.Nullable;

/** A run over the record store, under the smallest index that keeps its rules. */
final class ThreadedRun extends ScheduledRun implements PressureRelief {
  private static final String SECOND = "two";

  private final Plan plan;
  private final Plant plant;
  private final List<String> firstKeys = new ArrayList<>();
  private final List<String> secondKeys = new ArrayList<>();
  private int versions;
  private RecordStore records;
  private ScheduledCache first;
  private @Nullable ScheduledCache second;

  /** Set by the thread that clears when the index has dropped its entries: for {@link Plant}s. */
  private boolean hasDropped;

  ThreadedRun(long seed, Plant plant, Totals totals) {
    this(new Plan(seed, plant.favoured()), plant, totals);
  }

  @SuppressWarnings("NullAway.Init")
  private ThreadedRun(Plan plan, Plant plant, Totals totals) {
    super(plan.frame(), plan.format(), Threads.class, false, totals);
    this.plan = plan;
    this.plant = plant;
    for (int i = 0; i < plan.keys; i++) {
      firstKeys.add("one/key" + i);
      secondKeys.add(SECOND + "/key" + i);
    }
    firstKeys.forEach(history::add);
    secondKeys.forEach(history::add);
    history.add(SECOND + "/");
  }

  @Override
  public String toString() {
    return plan.toString();
  }

  @Override
  protected List<Object> begin(RecordStore opened) {
    records = opened;
    first = new ScheduledCache(records, history, plant, "one");
    boolean hasSecond = records.catalogue().find(ScheduledCache.NAMESPACE, SECOND) != null;
    second = hasSecond ? new ScheduledCache(records, history, plant, SECOND) : null;
    records.pressureRelief(this);
    return List.of(records);
  }

  @Override
  protected String[] lockOwners() {
    return new String[] {"org.jcachepmem."};
  }

  @Override
  protected boolean isPlanted() {
    return plant != Plant.NONE;
  }

  @Override
  protected void operate(int thread, Random random) {
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
      case SETTLE_ALL -> Settling.any(records, random);
      case SETTLE_EPOCH -> records.life().settleEpoch();
      case BEGIN_EPOCH -> records.life().beginEpoch();
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
    attempt(
        call,
        () -> {
          cache.put(key, value, Expiries.of(key, version));
          return KeyHistory.DONE;
        });
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

  private void useSecond(String key, Random random) {
    ScheduledCache cache = second;
    if (cache == null && hasFailed()) {
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

  @Override
  protected Schedule.@Nullable Elision elision() {
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

  @Override
  protected void checkAtRest() {
    for (String key : firstKeys) {
      get(first, key.substring(key.indexOf('/') + 1));
    }
  }

  @Override
  protected void close() {
    records.close();
  }
}
