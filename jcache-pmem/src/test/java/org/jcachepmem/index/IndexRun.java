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
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Settling;
import org.jcachepmem.allocator.schedule.Expiries;
import org.jcachepmem.allocator.schedule.History;
import org.jcachepmem.allocator.schedule.Schedule;
import org.jcachepmem.allocator.schedule.ScheduledRun;
import org.jcachepmem.allocator.schedule.SelfDescribing;
import org.jcachepmem.allocator.schedule.Step;
import org.jcachepmem.allocator.schedule.Totals;
import org.jcachepmem.allocator.schedule.Violation;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A run over the stored caches of a pool, index, budget and all. The first cache is used by all
 * threads; the second is attached, used, detached and destroyed by one.
 */
final class IndexRun extends ScheduledRun {
  private static final String FIRST = "one";
  private static final String SECOND = "two";

  private final IndexPlan plan;
  private final List<String> firstKeys = new ArrayList<>();
  private final List<String> secondKeys = new ArrayList<>();
  private int versions;
  private RecordStore records;
  private SharedPool pool;
  private PooledEntries first;
  private @Nullable PooledEntries second;

  IndexRun(long seed, Totals totals) {
    this(new IndexPlan(seed), totals);
  }

  @SuppressWarnings("NullAway.Init")
  private IndexRun(IndexPlan plan, Totals totals) {
    super(plan.frame(), FormatOptions.small(plan.seed), IndexThreads.class, plan.tight, totals);
    this.plan = plan;
    for (int i = 0; i < plan.keys; i++) {
      firstKeys.add(FIRST + "/key" + i);
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

  /** What is left to chance is left to the seed. */
  private SharedPool deterministic(RecordStore over) {
    IntSupplier chance = new Random(plan.seed)::nextInt;
    return new SharedPool(
        over, 64L << 20, () -> 0, System::currentTimeMillis, chance, PoolEvents.NONE);
  }

  @Override
  protected List<Object> begin(RecordStore opened) {
    records = opened;
    pool = deterministic(records);
    first = pool.attach("test", PoolFixture.stored(FIRST, 0, plan.pinned), plan.identities());
    second =
        pool.storedNames("ns").contains(SECOND) && endings.nextBoolean() ? attachSecond() : null;
    return List.of(pool, first);
  }

  @Override
  protected String[] lockOwners() {
    return new String[] {"org.jcachepmem.", "com.github.benmanes.caffeine."};
  }

  private static String text(String historic) {
    return historic.substring(historic.indexOf('/') + 1);
  }

  // ---- operations

  @Override
  protected void operate(int thread, Random random) {
    String key = "key" + (random.nextBoolean() ? 0 : random.nextInt(plan.keys));
    operate(thread, key, random);
  }

  private void operate(int thread, String key, Random random) {
    switch (plan.choose(random)) {
      case 0 -> {
        if (random.nextInt(4) == 0) {
          putAll(random);
        } else {
          put(first, FIRST, key, random);
        }
      }
      case 1 -> {
        if (random.nextInt(4) == 0) {
          removeAll(random);
        } else {
          remove(first, FIRST, key, random);
        }
      }
      case 2 -> get(first, FIRST, key, random);
      case 3 -> drop(key, random);
      case 4 -> noted("touch " + key, () -> touch(key, random));
      case 5 -> clear();
      case 6 -> noted("settle", () -> Settling.any(records, random));
      case 7 -> noted("settle epoch", records.life()::settleEpoch);
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
    boolean hadFailed = hasFailed();
    try {
      store.put(identity, SelfDescribing.value(key, version, length), Expiries.of(key, version));
    } catch (CacheException e) {
      if (refusal == null) {
        throw e;
      }
      refused(e, hadFailed, call, refusal);
      return;
    } catch (MediumFailedException e) {
      cutOff(e, hadFailed, call);
      if (refusal != null) {
        cutOff(e, hadFailed, refusal);
      }
      return;
    }
    checkAcknowledged(hadFailed);
    if (refusal != null) {
      history.failed(refusal);
    }
    history.end(call);
  }

  /** Several keys, of which each is an operation of its own. */
  private void putAll(Random random) {
    List<EntryStore.Write> writes = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<History.Call> calls = new ArrayList<>();
    for (int i = 0; i < plan.keys; i++) {
      if (random.nextInt(3) > 0) {
        int version = ++versions;
        int length = IndexPlan.LENGTHS[random.nextInt(plan.longest)];
        byte[] value = SelfDescribing.value("key" + i, version, length);
        KeyIdentity identity = plan.key("key" + i, random);
        writes.add(new EntryStore.Write(identity, value, Expiries.of("key" + i, version)));
        keys.add(FIRST + "/key" + i);
        calls.add(history.put(FIRST + "/key" + i, version, length));
      }
    }
    History.Call refusal = plan.tight ? history.clear(keys) : null;
    boolean hadFailed = hasFailed();
    try {
      first.putAll(writes);
    } catch (CacheException e) {
      if (refusal == null) {
        throw e;
      }
      totals.refused++;
      calls.forEach(history::unknown);
      history.unknown(refusal);
      return;
    } catch (MediumFailedException e) {
      cutOff(e, hadFailed, calls.toArray(new History.Call[0]));
      if (refusal != null) {
        cutOff(e, hadFailed, refusal);
      }
      return;
    }
    checkAcknowledged(hadFailed && !writes.isEmpty());
    if (refusal != null) {
      history.failed(refusal);
    }
    calls.forEach(history::end);
  }

  /** The old value is removed, if the medium takes that. */
  private void refused(
      CacheException e, boolean hadFailed, History.Call put, History.Call refusal) {
    totals.refused++;
    Throwable[] failures = e.getSuppressed();
    if (failures.length == 0) {
      history.failed(put);
      history.end(refusal);
    } else if (failures[0] instanceof MediumFailedException failure) {
      cutOff(failure, hadFailed, put, refusal);
    } else {
      throw e;
    }
  }

  private void remove(PooledEntries store, String cache, String key, Random random) {
    History.Call call = history.remove(cache + "/" + key);
    attempt(call, () -> store.remove(plan.key(key, random)) ? 1 : 0);
  }

  /** Several keys, of which each is an operation of its own. */
  private void removeAll(Random random) {
    List<String> keys = firstKeys.stream().filter(key -> random.nextInt(3) > 0).toList();
    if (!keys.isEmpty()) {
      attempt(
          history.clear(keys),
          () -> {
            first.removeAll(keys.stream().map(key -> plan.key(text(key), random)).toList());
            return 1;
          });
    }
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
    attempt(
        call,
        () -> {
          first.clear();
          return 1;
        });
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
      try {
        pool.budget().vacate(first.share().stored().id(), bytes, entry.offset());
      } finally {
        history.unknown(call); // also if the medium failed: it has dropped it, or never will
      }
    }
  }

  private PooledEntries attachSecond() {
    return pool.attach("test", PoolFixture.untouched(SECOND, Freshness.ANY), IndexPlan.CANONICAL);
  }

  private void useSecond(String key, Random random) {
    PooledEntries store = second;
    if (store == null && hasFailed()) {
      return; // it may be half made, and whoever asks for it next can't finish that
    }
    if (store == null) {
      if (random.nextInt(4) == 0) {
        destroySecond(null);
        return;
      }
      History.Call call = history.put(SECOND + "/", 1, 0);
      attempt(
          call,
          () -> {
            second = attachSecond();
            return 1;
          });
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> destroySecond(store);
      case 1 -> {
        second = null; // also if that fails
        noted("detach two", () -> pool.detach(store));
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
    attempt(call, () -> store.remove(IndexPlan.CANONICAL.of(key)) ? 1 : 0);
  }

  private void putSecond(PooledEntries store, String key, Random random) {
    int version = ++versions;
    int length = IndexPlan.LENGTHS[random.nextInt(Math.min(plan.longest, 4))];
    History.Call call = history.put(SECOND + "/" + key, version, length);
    attempt(
        call,
        () -> {
          store.put(
              IndexPlan.CANONICAL.of(key),
              SelfDescribing.value(key, version, length),
              Expiries.of(key, version));
          return 1;
        });
  }

  private void destroySecond(@Nullable PooledEntries store) {
    List<String> all = new ArrayList<>(secondKeys);
    all.add(SECOND + "/");
    History.Call call = history.clear(all);
    second = null; // also if that fails
    attempt(
        call,
        () -> {
          pool.destroy("test", "ns", SECOND, store);
          return 1;
        });
  }

  // ---- between lives

  @Override
  protected Map<String, Integer> values(RecordStore recovered, Collection<String> keys) {
    return plan.loose ? readThroughIndex(recovered, keys) : super.values(recovered, keys);
  }

  private Map<String, Integer> readThroughIndex(RecordStore opened, Collection<String> historic) {
    Map<String, Integer> values = new TreeMap<>();
    SharedPool recovered = deterministic(opened);
    boolean hasSecond = recovered.storedNames("ns").contains(SECOND);
    PooledEntries one =
        recovered.attach("test", PoolFixture.stored(FIRST, 0, plan.pinned), plan.identities());
    PooledEntries two =
        hasSecond
            ? recovered.attach(
                "test", PoolFixture.untouched(SECOND, Freshness.ANY), IndexPlan.CANONICAL)
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

  @Override
  protected void close() {
    // Whether or not other sessions stay.
    Consumer<PooledEntries> leave =
        versions % 2 == 0 ? pool::detach : store -> pool.end(store.share());
    leave.accept(first);
    if (second != null) {
      leave.accept(second);
    }
    records.close();
  }

  @Override
  protected void checkAtRest() {
    for (String each : firstKeys) {
      get(first, FIRST, text(each), null);
    }
    for (Share share : pool.budget().shares()) {
      long[] bytes = {share.unindexed().weightWith(() -> 0)};
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
