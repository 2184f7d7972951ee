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

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.processor.EntryProcessor;
import javax.cache.spi.CachingProvider;

/**
 * A JVM that checks what the one before it left, then writes with several threads until it is
 * killed. Each operation is in the journal before it begins and after it has returned.
 */
public final class WritingLife {

  private static final int THREADS = 4;
  private static final EntryProcessor<Object, byte[], Boolean> SET =
      (entry, arguments) -> {
        entry.setValue((byte[]) arguments[0]);
        return true;
      };

  private final Map<Subject, Cache<Object, byte[]>> caches = new EnumMap<>(Subject.class);
  private final AtomicLong versions;
  private final Journal journal;
  private int evicted;

  private WritingLife(Journal journal, long life) {
    this.journal = journal;
    this.versions = new AtomicLong(life << 32);
  }

  /** Arguments: pool, journal, number of this life, seed, and {@code last} to only check. */
  public static void main(String[] args) throws Exception {
    try (Journal journal = Journal.create(Path.of(args[1] + ".new"))) {
      live(new WritingLife(journal, Long.parseLong(args[2])), args);
    }
  }

  private static void live(WritingLife life, String[] args) throws Exception {
    Properties properties = Subject.properties(args[0]);
    Path told = Path.of(args[1]);
    CachingProvider provider = Caching.getCachingProvider();
    try (CacheManager manager = provider.getCacheManager(null, null, properties)) {
      int entries = 0;
      for (Subject subject : Subject.values()) {
        life.caches.put(subject, subject.open(manager));
        entries += life.check(subject, told);
      }
      Files.move(Path.of(args[1] + ".new"), told, ATOMIC_MOVE);
      System.out.println("entries " + entries + " evicted " + life.evicted);
      if (args.length == 4) {
        life.write(new SplittableRandom(Long.parseLong(args[3])));
      }
    }
  }

  /** Compares a cache with the journal, and begins the next journal with what it holds. */
  private int check(Subject subject, Path told) throws IOException {
    Cache<Object, byte[]> cache = caches.get(subject);
    List<Set<Long>> allowed =
        Files.exists(told) ? Journal.allowed(told, subject.ordinal(), subject.keys()) : List.of();
    Map<Object, byte[]> present = new HashMap<>();
    for (int key = 0; key < subject.keys(); key++) {
      byte[] value = cache.get(subject.key(key));
      Set<Long> versionsOfKey =
          new HashSet<>(allowed.isEmpty() ? Set.of(Journal.ABSENT) : allowed.get(key));
      long found = value == null ? Journal.ABSENT : version(subject, key, value);
      if (value != null) {
        present.put(subject.key(key), value);
      }
      if (value == null && !subject.isPinned()) {
        evicted += versionsOfKey.contains(Journal.ABSENT) ? 0 : 1;
        versionsOfKey.add(Journal.ABSENT);
      } else if (!versionsOfKey.contains(found)) {
        throw new AssertionError(
            "Key %d of %s has version %x, not one of %s"
                .formatted(
                    key, subject, found, versionsOfKey.stream().map(Long::toHexString).toList()));
      } else {
        versionsOfKey = Set.of(found);
      }
      begin(subject, key, versionsOfKey);
    }
    checkIteration(subject, present);
    return present.size();
  }

  private void begin(Subject subject, int key, Set<Long> versionsOfKey) throws IOException {
    long first = 0;
    long last = 0;
    for (long version : versionsOfKey) {
      last = journal.begin(subject.ordinal(), key, version);
      first = first == 0 ? last : first;
    }
    for (long operation = first; operation <= last; operation++) {
      journal.end(operation, true);
    }
  }

  private void checkIteration(Subject subject, Map<Object, byte[]> present) {
    Set<Object> left = new HashSet<>(present.keySet());
    for (Cache.Entry<Object, byte[]> entry : caches.get(subject)) {
      if (!left.remove(entry.getKey())) {
        throw new AssertionError("Iteration over " + subject + " meets " + entry.getKey());
      }
    }
    if (!left.isEmpty()) {
      throw new AssertionError("Iteration over " + subject + " does not meet " + left);
    }
  }

  private static long version(Subject subject, int key, byte[] value) {
    return Telling.version(subject.ordinal(), key, value, subject.mostBytes());
  }

  private void write(SplittableRandom random) throws InterruptedException {
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      new Thread(() -> writeForEver(own)).start();
    }
    Thread.sleep(60_000); // the parent kills long before
  }

  private void writeForEver(SplittableRandom random) {
    try {
      while (true) {
        Subject subject = Subject.values()[random.nextInt(Subject.values().length)];
        operate(subject, random.nextInt(subject.keys()), random.nextInt(100_000));
      }
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void operate(Subject subject, int number, int what) throws IOException {
    Cache<Object, byte[]> cache = caches.get(subject);
    Object key = subject.key(number);
    if (what < (subject.isPinned() ? 200 : 5)) {
      long clear = journal.begin(subject.ordinal(), Journal.ALL, Journal.ABSENT);
      cache.clear();
      journal.end(clear, true);
    } else if (what < 15_000) {
      long removal = journal.begin(subject.ordinal(), number, Journal.ABSENT);
      if (what % 2 == 0) {
        cache.remove(key);
      } else {
        cache.removeAll(Set.of(key));
      }
      journal.end(removal, true);
    } else if (what < 30_000) {
      byte[] value = cache.get(key);
      if (value != null) {
        version(subject, number, value);
      }
    } else {
      put(subject, number, key, what % 8);
    }
  }

  private void put(Subject subject, int number, Object key, int how) throws IOException {
    Cache<Object, byte[]> cache = caches.get(subject);
    long version = versions.incrementAndGet();
    byte[] value = Telling.value(subject.ordinal(), number, version, subject.mostBytes());
    long operation = journal.begin(subject.ordinal(), number, version);
    boolean done = true;
    switch (how) {
      case 0 -> done = cache.putIfAbsent(key, value);
      case 1 -> done = cache.replace(key, value);
      case 2 -> cache.putAll(Map.of(key, value));
      case 3 -> done = cache.invoke(key, SET, value);
      case 4 -> {
        byte[] before = cache.getAndPut(key, value);
        if (before != null) {
          version(subject, number, before);
        }
      }
      default -> cache.put(key, value);
    }
    journal.end(operation, done);
  }
}
