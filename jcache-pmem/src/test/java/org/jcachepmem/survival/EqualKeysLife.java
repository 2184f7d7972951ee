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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * A JVM that uses equal keys that Java serialization writes differently, and waits to be killed.
 */
public final class EqualKeysLife {

  private static final int ROUNDS = 50;

  private EqualKeysLife() {}

  /** One String twice, of which the second is written as a reference to the first. */
  static List<String> shared(String text) {
    return new ArrayList<>(List.of(text, text));
  }

  /** Equal to the former: two Strings, both written in full. */
  static List<String> apart(String text) {
    return new ArrayList<>(List.of(text, new String(text.toCharArray())));
  }

  static Cache<Object, String> open(CacheManager manager) {
    return manager.createCache(
        "equal", new MutableConfiguration<Object, String>().setTypes(Object.class, String.class));
  }

  /** Arguments: pool, and what the values begin with. */
  public static void main(String[] args) throws Exception {
    CacheManager manager =
        Caching.getCachingProvider()
            .getCacheManager(null, null, WriteThroughLife.properties(args[0]));
    use(open(manager), args[1]);
    System.out.println("done");
    waitForTheKill();
  }

  /** On the second run each first use of a key meets a recovered entry with other bytes. */
  private static void use(Cache<Object, String> cache, String run) throws InterruptedException {
    boolean first = run.equals("first");
    cache.put(first ? shared("hit") : apart("hit"), run);
    cache.put(first ? shared("overwritten") : apart("overwritten"), "superseded");
    cache.put(first ? apart("overwritten") : shared("overwritten"), run);
    cache.put(first ? shared("removed") : apart("removed"), "removed");
    cache.remove(first ? apart("removed") : shared("removed"));
    if (first) {
      cache.put(apart("removed later"), run);
    } else {
      cache.remove(shared("removed later"));
    }
    Thread[] threads = new Thread[4];
    CountDownLatch start = new CountDownLatch(threads.length);
    for (int i = 0; i < threads.length; i++) {
      boolean even = i % 2 == 0;
      threads[i] = new Thread(() -> putRounds(cache, start, even));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    cache.put(first ? apart("concurrent") : shared("concurrent"), run);
  }

  private static void putRounds(Cache<Object, String> cache, CountDownLatch start, boolean even) {
    start.countDown();
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int round = 0; round < ROUNDS; round++) {
      cache.put(even ? shared("concurrent") : apart("concurrent"), "round " + round);
    }
  }

  private static void waitForTheKill() throws IOException {
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
