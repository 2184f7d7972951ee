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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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

/**
 * A JVM that reads all that the one before it left, then writes with several threads, closing and
 * opening its manager now and then, until it is killed. What it was about to do and what it was
 * told is in its {@link Journal}, which is judged by who kills it.
 */
public final class WritingLife {

  private static final int THREADS = Journal.PARTS - 1;
  private static final int VERSION_BITS = 28;
  private static final int MOST_OPERATIONS_A_ROUND = 2_000;
  private static final int ROUNDS_WHEN_TRAINING = 2;

  private final Map<Subject, Cache<Object, byte[]>> caches = new EnumMap<>(Subject.class);
  private final AtomicLong versions;
  private final Journal journal;
  private final Journal.Part part;
  private final SystemOfRecord source;
  private final SplittableRandom random;

  private WritingLife(Journal journal, SystemOfRecord source, long life, SplittableRandom random) {
    this.journal = journal;
    this.part = journal.part(0);
    this.source = source;
    this.versions = new AtomicLong(life << VERSION_BITS);
    this.random = random;
  }

  /**
   * Arguments: pool, journal, system of record, number of this life, seed, medium, durability, and
   * {@code last} to only read, or {@code training} to end after a while.
   */
  public static void main(String[] args) throws Exception {
    Properties properties = Subject.properties(args[0]);
    properties.put("jcache-pmem.pool.medium", args[5]);
    properties.put("jcache-pmem.pool.durability", args[6]);
    Journal journal = Journal.open(Path.of(args[1]));
    SystemOfRecord source = SystemOfRecord.open(Path.of(args[2]));
    source.telling(journal);
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[4]));
    String until = args.length > 7 ? args[7] : "";
    new WritingLife(journal, source, Long.parseLong(args[3]), random).live(properties, until);
  }

  private void live(Properties properties, String until) throws Exception {
    int rounds =
        switch (until) {
          case "last" -> 1;
          case "training" -> ROUNDS_WHEN_TRAINING;
          default -> Integer.MAX_VALUE;
        };
    for (int round = 0; round < rounds; round++) {
      journal.enter(Phase.OPENING);
      CacheManager manager = Caching.getCachingProvider().getCacheManager(null, null, properties);
      for (Subject subject : Subject.values()) {
        caches.put(subject, subject.open(manager, source));
      }
      if (round == 0 || random.nextInt(4) == 0) {
        journal.enter(Phase.READING);
        readAll();
      }
      if (!until.equals("last")) {
        journal.enter(Phase.WRITING);
        write(manager);
      }
      journal.enter(Phase.CLOSING);
      manager.close();
    }
  }

  // ---- reading all

  /**
   * The iterators are asked first now and then: a get may load, and index, what they would meet.
   */
  private void readAll() {
    boolean iterate = random.nextBoolean();
    for (Subject subject : Subject.values()) {
      if (!part.hasRoom(2 * subject.keys() + 1)) {
        return;
      }
      Set<Integer> met = iterate ? iterate(subject) : Set.of();
      Set<Integer> got = getEach(subject);
      if (!iterate) {
        met = iterate(subject);
      }
      boolean stays = subject.isPinned() && subject.expiry() == Subject.Expiry.NEVER;
      if (stays && !got.equals(met)) {
        throw new AssertionError(subject + " has keys " + got + ", and iteration meets " + met);
      }
    }
  }

  private Set<Integer> getEach(Subject subject) {
    Set<Integer> got = new HashSet<>();
    for (int key = 0; key < subject.keys(); key++) {
      int at = part.begin(subject, key, Kind.GET, 0, 0);
      byte[] value = caches.get(subject).get(subject.key(key, random.nextBoolean()));
      long found = subject.stamp(key, value);
      part.end(at, Outcome.YES, found);
      if (found != 0) {
        got.add(key);
      }
    }
    return got;
  }

  private Set<Integer> iterate(Subject subject) {
    Sweep sweep = new Sweep(subject, caches.get(subject), part);
    while (sweep.step()) {
      assert part.hasRoom(1);
    }
    if (sweep.again() > 0) {
      throw new AssertionError("Nobody writes, and iteration over " + subject + " repeats keys");
    }
    return sweep.end();
  }

  // ---- writing

  private void write(CacheManager manager) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < THREADS; number++) {
      WritingThread writer =
          new WritingThread(
              number == 0 ? manager : null,
              new EnumMap<>(caches),
              journal,
              journal.part(number + 1),
              versions,
              source,
              random.split(),
              1 + random.nextInt(1 + random.nextInt(MOST_OPERATIONS_A_ROUND)));
      Thread thread = new Thread(() -> writeOrDie(writer), "writer-" + number);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void writeOrDie(Runnable writer) {
    try {
      writer.run();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
