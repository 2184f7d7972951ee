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
package org.jcachepmem.survival;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import javax.cache.processor.MutableEntry;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jspecify.annotations.Nullable;

/** Random operations of every kind, on keys that other threads use, too, each in the journal. */
final class WritingThread implements Runnable {

  private static final Subject[] SUBJECTS = Subject.values();
  private static final int MORE_TO_OVERFLOW = 4;
  private static final int MOST_KEYS = 4;
  private static final int MOST_STEPS = 40;
  private static final int MOST_RECORDS = 2 * MOST_STEPS + 2;

  private final @Nullable CacheManager manager;
  private final Map<Subject, Cache<Object, byte[]>> caches;
  private final Journal journal;
  private final Journal.Part part;
  private final AtomicLong versions;
  private final SystemOfRecord source;
  private final SplittableRandom random;
  private final int operations;

  /**
   * @param manager for the one thread that creates and destroys caches, and loads what it offers
   */
  WritingThread(
      @Nullable CacheManager manager,
      Map<Subject, Cache<Object, byte[]>> caches,
      Journal journal,
      Journal.Part part,
      AtomicLong versions,
      SystemOfRecord source,
      SplittableRandom random,
      int operations) {
    this.manager = manager;
    this.caches = caches;
    this.journal = journal;
    this.part = part;
    this.versions = versions;
    this.source = source;
    this.random = random;
    this.operations = operations;
  }

  @Override
  public void run() {
    for (int i = 0; i < operations && part.hasRoom(MOST_RECORDS); i++) {
      Subject subject = subject();
      Cache<Object, byte[]> cache = caches.get(subject);
      int what = random.nextInt(1_000);
      if (what < perMilleOnAll(subject)) {
        all(subject, cache);
      } else if (what < 45) {
        sweep(subject, cache);
      } else if (what < 65) {
        load(subject, cache);
      } else if (what < 220) {
        several(subject, cache, what % 5);
      } else if (what < 350) {
        process(subject, cache, what % 8);
      } else {
        single(subject, cache, what % 20);
      }
    }
  }

  /** The one that is to overflow more often; the last, which comes and goes, in one thread only. */
  private Subject subject() {
    int number = random.nextInt(SUBJECTS.length + MORE_TO_OVERFLOW);
    if (number >= SUBJECTS.length || (SUBJECTS[number] == Subject.TRANSIENT && manager == null)) {
      return Subject.EVICTED;
    }
    return SUBJECTS[number];
  }

  private static int perMilleOnAll(Subject subject) {
    return switch (subject) {
      case TRANSIENT -> 100;
      case EVICTED -> 1;
      default -> 5;
    };
  }

  // ---- one key

  private void single(Subject subject, Cache<Object, byte[]> cache, int how) {
    int number = random.nextInt(subject.keys());
    Object key = key(subject, number);
    long stamp = stamp();
    byte[] value = subject.value(number, stamp);
    switch (how) {
      case 0, 1, 2, 3 -> get(subject, cache, number);
      case 4 -> asks(subject, number, Kind.CONTAINS, 0, 0, () -> cache.containsKey(key));
      case 5 -> reads(subject, number, Kind.GET_AND_PUT, stamp, () -> cache.getAndPut(key, value));
      case 6 ->
          asks(subject, number, Kind.PUT_IF_ABSENT, stamp, 0, () -> cache.putIfAbsent(key, value));
      case 7 -> asks(subject, number, Kind.REPLACE, stamp, 0, () -> cache.replace(key, value));
      case 8 -> {
        long expected = get(subject, cache, number);
        byte[] old = subject.value(number, expected);
        asks(
            subject,
            number,
            Kind.REPLACE_IF,
            stamp,
            expected,
            () -> cache.replace(key, old, value));
      }
      case 9 ->
          reads(
              subject, number, Kind.GET_AND_REPLACE, stamp, () -> cache.getAndReplace(key, value));
      case 10 -> asks(subject, number, Kind.REMOVE, 0, 0, () -> cache.remove(key));
      case 11 -> {
        long expected = get(subject, cache, number);
        byte[] old = subject.value(number, expected);
        asks(subject, number, Kind.REMOVE_IF, 0, expected, () -> cache.remove(key, old));
      }
      case 12 -> reads(subject, number, Kind.GET_AND_REMOVE, 0, () -> cache.getAndRemove(key));
      default -> does(subject, number, Kind.PUT, stamp, () -> cache.put(key, value));
    }
  }

  private long get(Subject subject, Cache<Object, byte[]> cache, int number) {
    Object key = key(subject, number);
    return reads(subject, number, Kind.GET, 0, () -> cache.get(key));
  }

  private void process(Subject subject, Cache<Object, byte[]> cache, int how) {
    int number = random.nextInt(subject.keys());
    Object key = key(subject, number);
    long stamp = stamp();
    switch (how) {
      case 0 ->
          reads(
              subject,
              number,
              Kind.GET,
              0,
              () -> cache.invoke(key, (entry, arguments) -> entry.getValue()));
      case 1 ->
          does(
              subject,
              number,
              Kind.DELETE,
              0,
              () -> cache.invoke(key, (entry, arguments) -> removed(entry)));
      case 2, 3 -> {
        byte[] value = subject.value(number, stamp);
        EntryProcessor<Object, byte[], @Nullable Object> set =
            (entry, arguments) -> {
              entry.setValue(value);
              return null;
            };
        does(subject, number, Kind.PUT, stamp, () -> cache.invoke(key, set));
      }
      default ->
          found(
              subject,
              number,
              Kind.INCREMENT,
              stamp,
              () -> cache.invoke(key, increment(subject, Map.of(number, stamp))));
    }
  }

  private static @Nullable Object removed(MutableEntry<?, ?> entry) {
    entry.remove();
    return null;
  }

  /** Sets the next version with the counter of the value plus one. Returns its stamp, or 0. */
  private static EntryProcessor<Object, byte[], Long> increment(
      Subject subject, Map<Integer, Long> stamps) {
    return (entry, arguments) -> {
      int number = subject.number(entry.getKey());
      long before = subject.stamp(number, entry.getValue());
      long stamp = stamps.get(number);
      entry.setValue(subject.value(number, Telling.increment(stamp, before)));
      return before;
    };
  }

  private void does(Subject subject, int number, Kind kind, long stamp, Runnable call) {
    asks(
        subject,
        number,
        kind,
        stamp,
        0,
        () -> {
          call.run();
          return true;
        });
  }

  private void asks(
      Subject subject, int number, Kind kind, long stamp, long expected, BooleanSupplier call) {
    int at = part.begin(subject, number, kind, stamp, expected);
    Outcome outcome;
    try {
      outcome = call.getAsBoolean() ? Outcome.YES : Outcome.NO;
    } catch (CacheException e) {
      outcome = refused(e, Outcome.REFUSED);
    }
    part.end(at, outcome, 0);
  }

  private long reads(
      Subject subject, int number, Kind kind, long stamp, Supplier<byte @Nullable []> call) {
    return found(subject, number, kind, stamp, () -> subject.stamp(number, call.get()));
  }

  private long found(Subject subject, int number, Kind kind, long stamp, LongSupplier call) {
    int at = part.begin(subject, number, kind, stamp, 0);
    long found = 0;
    Outcome outcome = Outcome.YES;
    try {
      found = call.getAsLong();
    } catch (CacheException e) {
      outcome = refused(e, Outcome.REFUSED);
    }
    part.end(at, outcome, found);
    return found;
  }

  private static Outcome refused(CacheException e, Outcome outcome) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PoolFullException) {
        return outcome;
      }
    }
    throw e;
  }

  // ---- several keys

  private void several(Subject subject, Cache<Object, byte[]> cache, int how) {
    Map<Integer, Long> stamps = new HashMap<>();
    for (int i = random.nextInt(MOST_KEYS); i >= 0; i--) {
      stamps.put(random.nextInt(subject.keys()), stamp());
    }
    Set<Object> keys = new HashSet<>();
    Map<Object, byte[]> values = new HashMap<>();
    stamps.forEach(
        (number, stamp) -> {
          Object key = key(subject, number);
          keys.add(key);
          values.put(key, subject.value(number, stamp));
        });
    switch (how) {
      case 0 -> getAll(subject, cache, stamps.keySet(), keys);
      case 1 -> incrementAll(subject, cache, stamps, keys);
      case 2 -> {
        stamps.replaceAll((number, stamp) -> 0L);
        severalDone(subject, Kind.DELETE, stamps, () -> cache.removeAll(keys));
      }
      default -> severalDone(subject, Kind.PUT, stamps, () -> cache.putAll(values));
    }
  }

  private Map<Integer, Integer> begin(Subject subject, Kind kind, Map<Integer, Long> stamps) {
    Map<Integer, Integer> begun = new HashMap<>();
    stamps.forEach(
        (number, stamp) -> begun.put(number, part.begin(subject, number, kind, stamp, 0)));
    return begun;
  }

  private void severalDone(Subject subject, Kind kind, Map<Integer, Long> stamps, Runnable call) {
    Map<Integer, Integer> begun = begin(subject, kind, stamps);
    Outcome outcome = Outcome.YES;
    try {
      call.run();
    } catch (CacheException e) {
      outcome = refused(e, Outcome.UNSURE);
    }
    for (int at : begun.values()) {
      part.end(at, outcome, 0);
    }
  }

  private void getAll(
      Subject subject, Cache<Object, byte[]> cache, Set<Integer> numbers, Set<Object> keys) {
    Map<Integer, Long> none = new HashMap<>();
    numbers.forEach(number -> none.put(number, 0L));
    Map<Integer, Integer> begun = begin(subject, Kind.GET, none);
    Map<Object, byte[]> got = cache.getAll(keys);
    begun.forEach(
        (number, at) ->
            part.end(at, Outcome.YES, subject.stamp(number, got.get(key(subject, number)))));
  }

  private void incrementAll(
      Subject subject, Cache<Object, byte[]> cache, Map<Integer, Long> stamps, Set<Object> keys) {
    Map<Integer, Integer> begun = begin(subject, Kind.INCREMENT, stamps);
    Map<Object, EntryProcessorResult<Long>> results =
        cache.invokeAll(keys, increment(subject, stamps));
    begun.forEach(
        (number, at) -> {
          long found = 0;
          Outcome outcome = Outcome.YES;
          try {
            found = results.get(key(subject, number)).get();
          } catch (EntryProcessorException e) {
            outcome = refused(e, Outcome.REFUSED);
          }
          part.end(at, outcome, found);
        });
  }

  // ---- loaders, iterators

  private void load(Subject subject, Cache<Object, byte[]> cache) {
    if (subject.isThrough()) {
      int number = random.nextInt(subject.keys());
      loadAll(cache, List.of(key(subject, number)), random.nextBoolean());
    } else if (subject == Subject.KEPT && manager != null) {
      boolean replace = random.nextBoolean();
      int number = random.nextInt(subject.keys());
      long stamp = stamp();
      Object key = key(subject, number);
      source.offer(key, subject.value(number, stamp));
      does(
          subject,
          number,
          replace ? Kind.PUT : Kind.LOAD_ABSENT,
          stamp,
          () -> loadAll(cache, List.of(key), replace));
      source.offer(key, null);
    }
  }

  private static void loadAll(Cache<Object, byte[]> cache, List<Object> keys, boolean replace) {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(new HashSet<>(keys), replace, done);
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CacheException refusal) {
        throw refusal;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void sweep(Subject subject, Cache<Object, byte[]> cache) {
    Sweep sweep = new Sweep(subject, cache, part);
    for (int steps = random.nextInt(MOST_STEPS); steps > 0 && sweep.step(); steps--) {
      if (random.nextInt(8) == 0) {
        sweep.remove();
      }
    }
    sweep.end();
  }

  // ---- all keys

  private void all(Subject subject, Cache<Object, byte[]> cache) {
    if (subject == Subject.TRANSIENT && manager != null) {
      recreate(subject, manager);
    } else if (subject.isThrough() && random.nextBoolean()) {
      does(subject, Operation.ALL, Kind.REMOVE_ALL, 0, cache::removeAll);
    } else {
      boolean removeAll = !subject.isThrough() && random.nextBoolean();
      journal.enter(Phase.CLEARING);
      does(subject, Operation.ALL, Kind.CLEAR, 0, removeAll ? cache::removeAll : cache::clear);
      journal.enter(Phase.WRITING);
    }
  }

  private void recreate(Subject subject, CacheManager manager) {
    journal.enter(Phase.DESTROYING);
    does(subject, Operation.ALL, Kind.CLEAR, 0, () -> manager.destroyCache(subject.cacheName()));
    journal.enter(Phase.CREATING);
    caches.put(subject, subject.open(manager, source));
    journal.enter(Phase.WRITING);
  }

  private Object key(Subject subject, int number) {
    return subject.key(number, random.nextBoolean());
  }

  private long stamp() {
    return Telling.stamp(versions.incrementAndGet(), 0);
  }
}
