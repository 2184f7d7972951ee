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
package org.jcachepmem.key;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jcachepmem.key.KeyLocks.Held;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // locks are held, not used
class KeyLocksTest {

  private static final long TIMEOUT_MILLIS = 60_000;

  private final KeyLocks locks = new KeyLocks("left", TIMEOUT_MILLIS);
  private final KeyLocks others = new KeyLocks("right", TIMEOUT_MILLIS);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void everyLockIsGivenBack() {
    threads.shutdownNow();
    assertAll(() -> assertEquals(0, locks.heldCount()), () -> assertEquals(0, others.heldCount()));
  }

  private static KeyIdentity key(String text) {
    return new TextKey(text);
  }

  /** Runs when a key is asked whether it is equal. */
  private static volatile Runnable whenAsked = () -> {};

  private static Runnable throwing(int patience) {
    AtomicInteger left = new AtomicInteger(patience);
    return () -> {
      if (left.decrementAndGet() == 0) {
        throw new AssertionError("planted");
      }
    };
  }

  private static List<KeyIdentity> manyOfOneHash() {
    return Stream.of("ab", "cd", "ef", "gh", "ij", "kl", "mn", "op", "qr", "st", "uv", "wx")
        .map(KeyLocksTest::key)
        .toList();
  }

  /** A key whose identity is its text. */
  private static final class TextKey extends KeyIdentity {
    private final String text;

    TextKey(String text) {
      this.text = text;
    }

    @Override
    public byte[] bytes() {
      return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public KeyIdentity detached() {
      return this;
    }

    @Override
    public boolean isCanonical() {
      return true;
    }

    @Override
    public boolean equals(Object other) {
      whenAsked.run();
      return other instanceof TextKey key && key.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.length(); // many keys of one hash
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Both threads of a circle look for it at the same moment: only one may give up. */
  @Test
  void exactlyOneOfACircleGivesUp() throws Exception {
    for (int round = 0; round < 10_000; round++) {
      CyclicBarrier bothHold = new CyclicBarrier(2);
      List<Future<Boolean>> both =
          List.of(
              threads.submit(() -> takesBoth(bothHold, "a", "b")),
              threads.submit(() -> takesBoth(bothHold, "b", "a")));
      int passed = 0;
      for (Future<Boolean> each : both) {
        passed += each.get(10, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertEquals(1, passed, "round " + round);
    }
  }

  private boolean takesBoth(CyclicBarrier bothHold, String outer, String inner) throws Exception {
    try (Held first = locks.lock(key(outer))) {
      bothHold.await(10, TimeUnit.SECONDS);
      try (Held second = locks.lock(key(inner))) {
        return true;
      }
    } catch (CacheException e) {
      return false;
    }
  }

  @Test
  void itsOwnerMayTakeItAgain() {
    try (Held outer = locks.lock(key("a"))) {
      try (Held inner = locks.lock(key("a"))) {
        assertEquals(1, locks.heldCount());
      }
      assertEquals(1, locks.heldCount());
    }
    assertEquals(0, locks.heldCount());
  }

  /** Each time the other thread gets all of them: none is held, and none is in the way. */
  @Test
  void aKeyWhoseEqualsThrowsLeavesNoLock() throws Exception {
    List<KeyIdentity> keys = manyOfOneHash();
    int thrown = 0;
    boolean threw = true;
    for (int patience = 1; threw; patience++) {
      whenAsked = throwing(patience);
      threw = false;
      try (Held all = locks.lockAll(keys)) {
        assertTrue(locks.heldCount() > 0);
      } catch (AssertionError e) {
        assertEquals("planted", e.getMessage());
        threw = true;
        thrown++;
      } finally {
        whenAsked = () -> {};
      }
      threads.submit(() -> locks.lockAll(keys).close()).get(10, TimeUnit.SECONDS);
      assertEquals(0, locks.heldCount(), "after call " + patience);
    }
    assertTrue(thrown > keys.size(), thrown + " times");
  }

  /** While it was given back: what was done under it is done, so nobody is told. */
  @Test
  void aLockThatCouldNotBeTakenOutIsInNobodysWay() throws Exception {
    List<KeyIdentity> keys = manyOfOneHash();
    locks.lockAll(keys).close(); // from here on a map has the keys of that hash
    for (int patience = 1; patience < 100; patience++) {
      Held all = locks.lockAll(keys);
      whenAsked = throwing(patience);
      all.close();
      whenAsked = () -> {};
      threads.submit(() -> locks.lockAll(keys).close()).get(10, TimeUnit.SECONDS);
      assertEquals(0, locks.heldCount(), "after call " + patience);
    }
  }

  @Test
  void onlyItsOwnerGivesItBack() throws Exception {
    Held held = locks.lock(key("a"));
    Future<?> foreign = threads.submit(held::close);
    ExecutionException failure = assertThrows(ExecutionException.class, foreign::get);
    assertEquals(IllegalMonitorStateException.class, failure.getCause().getClass());
    held.close();
  }

  @Test
  void heldKeyDelaysOnlyItself() throws Exception {
    Future<Boolean> same;
    try (Held held = locks.lock(key("a"))) {
      same = threads.submit(taking("a"));
      assertTrue(threads.submit(taking("b")).get(10, TimeUnit.SECONDS));
      assertFalse(same.isDone());
    }
    assertTrue(same.get(10, TimeUnit.SECONDS));
  }

  private Callable<Boolean> taking(String text) {
    return () -> {
      try (Held held = locks.lock(key(text))) {
        return true;
      }
    };
  }

  @Test
  void crosswiseNestingOverDifferentKeysNeverBlocks() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    Future<Boolean> one = threads.submit(nested(locks, "a", locks, "b", bothHoldOne));
    Future<Boolean> two = threads.submit(nested(locks, "c", locks, "d", bothHoldOne));
    assertTrue(one.get(10, TimeUnit.SECONDS));
    assertTrue(two.get(10, TimeUnit.SECONDS));
  }

  private static Callable<Boolean> nested(
      KeyLocks first, String a, KeyLocks second, String b, CyclicBarrier both) {
    return () -> {
      try (Held outer = first.lock(key(a))) {
        both.await();
        try (Held inner = second.lock(key(b))) {
          return true;
        }
      }
    };
  }

  @Test
  void cycleOverTwoCachesNamesBothKeysToOneAndLetsTheOtherPass() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    List<Future<Boolean>> pair =
        List.of(
            threads.submit(nested(locks, "apple", others, "pear", bothHoldOne)),
            threads.submit(nested(others, "pear", locks, "apple", bothHoldOne)));
    List<CacheException> failures = new ArrayList<>();
    for (Future<Boolean> each : pair) {
      try {
        assertTrue(each.get(10, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        failures.add((CacheException) e.getCause());
      }
    }
    assertEquals(1, failures.size(), "who closes the circle fails, nobody else");
    String message = failures.get(0).getMessage();
    assertAll(
        () -> assertTrue(message.contains("apple of cache \"left\""), message),
        () -> assertTrue(message.contains("pear of cache \"right\""), message));
  }

  @Test
  void cycleOfThreeIsFound() throws Exception {
    CyclicBarrier all = new CyclicBarrier(3);
    List<Future<Boolean>> circle =
        List.of(
            threads.submit(nested(locks, "a", locks, "b", all)),
            threads.submit(nested(locks, "b", locks, "c", all)),
            threads.submit(nested(locks, "c", locks, "a", all)));
    int failures = 0;
    for (Future<Boolean> each : circle) {
      try {
        each.get(10, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        failures++;
      }
    }
    assertEquals(1, failures);
  }

  /** In a queue of two, behind which a third comes. */
  @Test
  void whoGivesUpInAQueueIsInNobodysWay() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch isQueued = new CountDownLatch(1);
    Thread holder;
    Thread first;
    Thread last;
    try (Held other = locks.lock(key("other"))) {
      holder =
          started(
              () -> {
                try (Held wanted = locks.lock(key("wanted"))) {
                  await(isQueued);
                  locks.lock(key("other")).close();
                }
              });
      while (locks.heldCount() < 2) {
        Thread.onSpinWait();
      }
      first = wanting("first", order);
      isQueued.countDown();
      awaitParked(holder);
      assertThrows(CacheException.class, () -> locks.lock(key("wanted")));
      last = wanting("last", order);
    }
    for (Thread thread : List.of(holder, first, last)) {
      thread.join();
    }
    assertEquals(List.of("first", "last"), order);
  }

  private Thread wanting(String name, List<String> order) {
    Thread thread =
        started(
            () -> {
              try (Held wanted = locks.lock(key("wanted"))) {
                order.add(name);
              }
            });
    awaitParked(thread);
    return thread;
  }

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waitThatNoCycleExplainsEndsInTime() throws Exception {
    KeyLocks impatient = new KeyLocks("short", 50);
    CountDownLatch done = new CountDownLatch(1);
    try (Held held = impatient.lock(key("wanted"))) {
      Future<String> waiter =
          threads.submit(
              () -> {
                try (Held own = impatient.lock(key("owned"))) {
                  return assertThrows(CacheException.class, () -> impatient.lock(key("wanted")))
                      .getMessage();
                } finally {
                  done.countDown();
                }
              });
      String message = waiter.get(10, TimeUnit.SECONDS);
      assertAll(
          () -> assertTrue(message.contains("wanted"), message),
          () -> assertTrue(message.contains("owned"), message),
          () -> assertTrue(message.contains("50 ms"), message));
    }
    done.await();
    assertEquals(0, impatient.heldCount());
  }

  @Test
  void keysTakenTogetherAreTakenInOneOrderByAll() throws Exception {
    List<KeyIdentity> forward = List.of(key("a"), key("b"), key("cc"), key("d"));
    List<KeyIdentity> backward = new ArrayList<>(forward);
    java.util.Collections.reverse(backward);
    List<Future<?>> both = new ArrayList<>();
    for (List<KeyIdentity> order : List.of(forward, backward)) {
      both.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  locks.lockAll(order).close();
                }
              }));
    }
    for (Future<?> each : both) {
      each.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void oneThreadAtATimeHoldsAKey() throws Exception {
    long seed = System.nanoTime();
    int[] counts = new int[4];
    int rounds = 20_000;
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Random random = new Random(seed + t);
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  int k = random.nextInt(counts.length);
                  try (Held held = locks.lock(key("key" + k))) {
                    counts[k]++;
                  }
                }
              }));
    }
    for (Future<?> each : all) {
      each.get(20, TimeUnit.SECONDS);
    }
    assertEquals(4 * rounds, counts[0] + counts[1] + counts[2] + counts[3], "seed " + seed);
  }
}
