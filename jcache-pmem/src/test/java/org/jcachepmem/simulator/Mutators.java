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
package org.jcachepmem.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import javax.cache.Cache;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Settling;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Key;
import org.jspecify.annotations.Nullable;

/**
 * Random operations of the public API on the caches of a process: every mutator there is, the
 * accesses that change when an entry expires, and what the pool's own threads would do. Each says
 * what it is to do by {@link Effects}. All that is random comes from one generator.
 */
final class Mutators {
  private static final int EXTRAS = Kind.values().length - Kind.EXTRA1.ordinal();

  private final KeySpace space = KeySpace.ALL;
  private final CacheWorld world;
  private final List<Integer> lengths;
  private final SeveralKeys several;
  private SplittableRandom random = new SplittableRandom(0);

  /** Above every version used. */
  int versions;

  Mutators(CacheWorld world, List<Integer> lengths, int versions) {
    this.world = world;
    this.lengths = lengths;
    this.versions = versions;
    several = new SeveralKeys(this, world);
  }

  SplittableRandom random() {
    return random;
  }

  /** One operation. */
  void operate(SplittableRandom from) {
    random = from;
    Kind kind = Kind.values()[random.nextInt(Kind.EXTRA1.ordinal())];
    int what = random.nextInt(64);
    if (what < 6) {
      maintain(what);
    } else if (what < 10) {
      extra(Kind.values()[Kind.EXTRA1.ordinal() + random.nextInt(EXTRAS)]);
    } else if (world.cache(kind) == null) {
      if (random.nextInt(6) == 0) {
        world.destroy(kind);
      } else {
        world.open(kind);
      }
    } else {
      world.lifetime(kind).isOver = kind != Kind.NUMBERS && random.nextInt(12) == 0;
      try {
        onOpen(kind, what);
      } finally {
        world.lifetime(kind).isOver = false;
      }
    }
  }

  private void onOpen(Kind kind, int what) {
    Key key = any(kind);
    switch (what) {
      case 10 -> world.close(kind);
      case 11 -> {
        if (random.nextBoolean()) {
          world.destroy(kind);
        } else {
          several.clear(kind);
        }
      }
      case 12, 13 -> several.removeAll(kind);
      case 14, 15 -> new Processing(this, world).invokeAll(kind, random);
      case 16, 17, 18, 19, 20 -> new Processing(this, world).invoke(key, random);
      case 21, 22, 23 -> several.putAll(kind);
      case 24, 25 -> several.removeSome(kind);
      case 26, 27 -> several.loadAll(kind);
      case 28, 29 -> several.iterate(kind);
      case 30, 31, 32, 33, 34, 35 -> get(kind);
      case 36, 37, 38, 39 -> remove(key);
      case 40, 41 -> world.pass(20 + random.nextInt(100));
      case 42 -> getWhileHeld(key);
      default -> put(key);
    }
  }

  private void maintain(int what) {
    RecordStore records = world.pool().records();
    switch (what) {
      case 0, 1 -> {
        long bytes = 1 + random.nextInt(3000);
        world.maintain("evict " + bytes + " bytes", false, () -> world.pool().evict(bytes));
      }
      case 2 -> world.maintain("settle", true, () -> Settling.any(records, random));
      case 3 -> world.maintain("settle the epoch", true, records.life()::settleEpoch);
      case 4 -> world.maintain("commit", true, records::commit);
      default -> world.pass(10 + random.nextInt(200));
    }
  }

  private void extra(Kind kind) {
    if (world.cache(kind) == null && random.nextInt(4) != 0) {
      world.open(kind);
    } else if (random.nextInt(4) == 0) {
      world.close(kind);
    } else {
      world.destroy(kind);
    }
  }

  // ---- helpers

  private Key any(Kind kind) {
    List<Key> keys = space.keys(kind);
    return keys.get(random.nextInt(keys.size()));
  }

  List<Key> some(Kind kind) {
    List<Key> some = new ArrayList<>();
    for (Key key : space.keys(kind)) {
      if (random.nextInt(3) > 0) {
        some.add(key);
      }
    }
    return some;
  }

  Cache<Object, Object> cache(Key key) {
    return Objects.requireNonNull(world.cache(space.kind(key)));
  }

  /** The key as one of the equal objects. */
  Object object(Key key) {
    List<Object> equal = space.objects(key);
    return equal.get(random.nextInt(equal.size()));
  }

  Set<Object> objects(List<Key> keys) {
    Set<Object> objects = new HashSet<>();
    keys.forEach(key -> objects.add(object(key)));
    return objects;
  }

  Content next(Key key) {
    return space.content(key, ++versions, lengths.get(random.nextInt(lengths.size())));
  }

  /** A value that is not there: of another length. */
  private Content other(Key key, @Nullable Content before) {
    return space.content(key, ++versions, before == null ? 1 : before.value().length + 1);
  }

  /** What becomes of a key by a put of {@code value}. */
  Content after(Key key, @Nullable Content before, Content value) {
    Lifetime lifetime = world.lifetime(space.kind(key));
    int expiry =
        before == null
            ? lifetime.created(world.now())
            : lifetime.updated(world.now(), before.expirySeconds());
    Content after = value.expiring(expiry);
    return after.hasExpired(world.now()) ? Content.ABSENT : after;
  }

  /** The effects of a put. */
  void put(Effects effects, Key key, @Nullable Content before, Content value) {
    Content after = after(key, before, value);
    if (space.kind(key) == Kind.THROUGH) {
      effects.change(key, before, after, value);
    } else {
      effects.change(key, before, after);
    }
  }

  /** The effects of a put that is one of several, of which the others may evict this one first. */
  void putOneOfSeveral(Effects effects, Key key, @Nullable Content before, Content value) {
    put(effects, key, before, value);
    if (before != null) {
      effects.ifEvicted.put(key, after(key, null, value));
    }
  }

  /** The effects of a removal. */
  void remove(Effects effects, Key key, @Nullable Content before) {
    if (space.kind(key) == Kind.THROUGH) {
      effects.change(key, before, Content.ABSENT, Content.ABSENT);
    } else {
      effects.change(key, before, Content.ABSENT);
    }
  }

  /** The effects of an access, and of the load that a miss is. Returns what is read. */
  @Nullable Content access(Effects effects, Key key, @Nullable Content before) {
    if (before == null) {
      return load(effects, key);
    }
    Lifetime lifetime = world.lifetime(space.kind(key));
    effects.touch(key, before, lifetime.accessed(world.now(), before.expirySeconds()));
    return before;
  }

  private @Nullable Content load(Effects effects, Key key) {
    Content row = space.kind(key) == Kind.THROUGH ? world.system().row(key) : null;
    if (row != null) {
      effects.change(key, null, after(key, null, row));
    }
    return row;
  }

  void mayFailToWrite(Effects effects, int elements) {
    if (!effects.written.isEmpty() && random.nextInt(5) == 0) {
      effects.failsAfter = random.nextInt(elements);
    }
  }

  void checkValue(Key key, @Nullable Content expected, @Nullable Object value) {
    if (expected == null ? value != null : value == null || !space.isValue(key, expected, value)) {
      throw new AssertionError(
          key + " reads as " + (value == null ? "absent" : "another value") + ", not " + expected);
    }
  }

  private static void checkAnswer(boolean expected, boolean answer) {
    if (expected != answer) {
      throw new AssertionError("answered " + answer);
    }
  }

  // ---- one key

  /** One of the forms of put and replace. */
  void put(Key key) {
    Content before = world.live(key);
    Content next = next(key);
    int form = random.nextInt(9);
    Effects effects = new Effects();
    Content old = form == 7 ? other(key, before) : before;
    if (form <= 3 || form == 4 && before == null || form > 4 && form != 7 && before != null) {
      put(effects, key, before, next);
    } else if (form == 7 && before != null) {
      access(effects, key, before);
    }
    mayFailToWrite(effects, 1);
    Cache<Object, Object> cache = cache(key);
    Object object = object(key);
    Object value = space.value(key, next);
    Content after = effects.becomes.get(key);
    boolean stored = after != null && !after.isAbsent();
    switch (form) {
      case 0, 1, 2 -> world.run("put" + of(key, next), effects, () -> cache.put(object, value));
      case 3 ->
          world.run(
              "getAndPut" + of(key, next),
              effects,
              () -> checkValue(key, before, cache.getAndPut(object, value)));
      case 4 ->
          world.run(
              "putIfAbsent" + of(key, next),
              effects,
              () -> checkAnswer(stored, cache.putIfAbsent(object, value)));
      case 5 ->
          world.run(
              "replace" + of(key, next),
              effects,
              () -> checkAnswer(before != null, cache.replace(object, value)));
      case 6 ->
          world.run(
              "getAndReplace" + of(key, next),
              effects,
              () -> checkValue(key, before, cache.getAndReplace(object, value)));
      default -> {
        Object expected = space.value(key, old == null ? next : old);
        world.run(
            "replace" + of(key, next) + " if it is " + old,
            effects,
            () -> checkAnswer(form == 8 && before != null, cache.replace(object, expected, value)));
      }
    }
  }

  private static String of(Key key, Content content) {
    return " " + key + ", " + content;
  }

  /** One of the forms of remove. */
  private void remove(Key key) {
    Content before = world.live(key);
    int form = random.nextInt(5);
    Content old = form == 3 ? other(key, before) : before;
    Effects effects = new Effects();
    if (form <= 2 || form == 4 && before != null) {
      remove(effects, key, before);
    } else if (before != null) {
      access(effects, key, before);
    }
    mayFailToWrite(effects, 1);
    Cache<Object, Object> cache = cache(key);
    Object object = object(key);
    String hit = before == null ? ", a miss" : "";
    switch (form) {
      case 0, 1 ->
          world.run(
              "remove " + key + hit,
              effects,
              () -> checkAnswer(before != null, cache.remove(object)));
      case 2 ->
          world.run(
              "getAndRemove " + key + hit,
              effects,
              () -> checkValue(key, before, cache.getAndRemove(object)));
      default -> {
        Object expected = space.value(key, old == null ? next(key) : old);
        world.run(
            "remove " + key + " if it is " + old,
            effects,
            () -> checkAnswer(form == 4 && before != null, cache.remove(object, expected)));
      }
    }
  }

  /** Reads one key or several. */
  private void get(Kind kind) {
    get(random.nextInt(3) == 0 ? some(kind) : List.of(any(kind)));
  }

  private void get(List<Key> keys) {
    if (keys.isEmpty()) {
      return;
    }
    Map<Key, @Nullable Content> expected = new HashMap<>();
    Effects effects = new Effects();
    for (Key key : keys) {
      Content before = world.live(key);
      expected.put(key, access(effects, key, before));
      Content row = keys.size() == 1 || before == null ? null : world.system().row(key);
      if (row != null) {
        effects.ifEvicted.put(key, after(key, null, row));
      }
    }
    Cache<Object, Object> cache = cache(keys.get(0));
    if (keys.size() == 1) {
      Key key = keys.get(0);
      Object object = object(key);
      world.run("get " + key, effects, () -> checkValue(key, expected.get(key), cache.get(object)));
      return;
    }
    Set<Object> objects = objects(keys);
    world.run(
        "getAll " + keys,
        effects,
        () -> {
          Map<Object, Object> values = cache.getAll(objects);
          keys.forEach(
              key -> checkValue(key, expected.get(key), values.get(space.objects(key).get(0))));
        });
  }

  /** A later expiry that can't be stored at once, because another thread works on the stripe. */
  private void getWhileHeld(Key key) {
    Content before = space.kind(key) == Kind.TEXTS ? world.live(key) : null;
    int expiry = before == null ? 0 : world.lifetime(Kind.TEXTS).accessed(world.now(), 0);
    if (before == null || Integer.compareUnsigned(expiry, before.expirySeconds()) < 0) {
      return;
    }
    world.pending(key, before.expiring(expiry));
    Object object = object(key);
    world.maintain(
        "get " + key + " while its stripe is held",
        false,
        () ->
            world
                .pool()
                .whileHeld(
                    space.identity(key), () -> checkValue(key, before, cache(key).get(object))));
  }

  /** Reads every key of every open cache, one by one and by iteration. */
  void readAll(SplittableRandom from) {
    random = from;
    for (Kind kind : world.openKinds()) {
      for (Key key : space.keys(kind)) {
        get(List.of(key));
      }
      if (random.nextBoolean()) {
        several.iterate(kind);
      }
    }
  }

  /** Nothing can be put any more, whatever is tried, and nothing hangs. */
  void putAfterFailure() {
    for (Kind kind : List.copyOf(world.openKinds())) {
      for (Key key : kind == Kind.THROUGH ? List.<Key>of() : space.keys(kind)) {
        Effects effects = new Effects();
        Content next = next(key);
        put(effects, key, world.live(key), next);
        try {
          world.run(
              "put after a failure" + of(key, next),
              effects,
              () -> cache(key).put(object(key), space.value(key, next)));
        } catch (MediumFailedException e) {
          continue;
        }
        if (!world.operation.endsWith("refused")) {
          throw new AssertionError(key + " is put though the medium has failed");
        }
      }
    }
  }
}
