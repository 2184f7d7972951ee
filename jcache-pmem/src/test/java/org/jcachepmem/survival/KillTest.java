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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments, many times over one pool: in half of the lives with flushes and fences
 * of the CPU, in the others with msync; and in all modes of durability, because each of them
 * promises that a kill costs nothing. About a second for each kill, most of it the start of a JVM:
 * {@code -Djcachepmem.kills=5} for a short run.
 */
@Timeout(600)
class KillTest {

  private static final int KILLS = Integer.getInteger("jcachepmem.kills", 50);
  private static final int IN_RECOVERY = 5;
  private static final List<String> DURABILITIES = List.of("sync", "sync", "async", "on-close");
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;
  private final long seed = Long.getLong("jcachepmem.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Life live(int number, String... more) throws IOException {
    Map<String, String> environment = new HashMap<>();
    if (number % 2 == 0) {
      environment.put("PMEM_IS_PMEM_FORCE", "1");
    }
    String durability = DURABILITIES.get(random.nextInt(DURABILITIES.size()));
    environment.put("JDK_JAVA_OPTIONS", "-Djcache-pmem.pool.durability=" + durability);
    String[] args = {
      pool().toString(),
      directory.resolve("journal").toString(),
      Integer.toString(number),
      Long.toString(random.nextLong())
    };
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return Life.start(directory, environment, WritingLife.class, all.toArray(String[]::new));
  }

  private Path pool() {
    return directory.resolve("killed.pool");
  }

  private PoolCheckReport check() throws IOException {
    try (Medium medium = Media.open(pool(), MediumChoice.JDK)) {
      PoolCheckReport report = PoolCheck.run(medium);
      assertTrue(report.isSound(), () -> report.toString());
      assertEquals(
          report.poolBytes(),
          report.headerBytes() + report.directoryBytes() + report.liveBytes() + report.freeBytes());
      return report;
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterEachOfManyKills() throws Exception {
    System.out.println("KillTest: " + KILLS + " kills, -Djcachepmem.seed=" + seed);
    long found = 0;
    long evicted = 0;
    for (int number = 1; number <= KILLS; number++) {
      try (Life life = live(number)) {
        if (number % IN_RECOVERY == 0) {
          Thread.sleep(200 + random.nextInt(500)); // at its start, its recovery or its check
        } else {
          String[] report = life.line().split(" ");
          found += Long.parseLong(report[1]);
          evicted += Long.parseLong(report[3]);
          Thread.sleep(random.nextInt(300));
        }
        assertEquals(KILLED, life.kill(), life::failure);
      } catch (AssertionError e) {
        throw new AssertionError("Life " + number + " of seed " + seed, e);
      }
      if (number % IN_RECOVERY != 0) {
        check();
      }
    }
    assertTrue(found > KILLS, "the lives found only " + found + " entries");
    assertTrue(evicted > 0 || KILLS < 20, "the pool was never full");
    long entries;
    try (Life last = live(KILLS + 1, "last")) {
      entries = entries(last);
      assertEquals(0, last.join(), last::failure);
    }
    PoolCheckReport report = check();
    assertTrue(report.clean());
    assertEquals(entries, report.totalEntries());
    System.out.println("KillTest: " + found + " entries found, " + evicted + " evicted; " + report);
    nothingIsLeftWhenTheCachesAreDestroyed();
  }

  @Test
  void aLifeThatFindsAnotherVersionFails() throws Exception {
    try (Life life = live(1)) {
      entries(life);
    }
    Subject subject = Subject.KEPT;
    try (PmemCachingProvider provider = new PmemCachingProvider();
        CacheManager manager =
            provider.getCacheManager(null, null, Subject.properties(pool().toString()))) {
      byte[] other = Telling.value(subject.ordinal(), 7, 99, subject.mostBytes());
      subject.open(manager).put(subject.key(7), other);
    }
    try (Life life = live(2, "last")) {
      assertEquals(1, life.join());
      assertTrue(life.errors().contains("Key 7 of KEPT has version 63"), life::failure);
    }
  }

  private static long entries(Life life) throws IOException {
    return Long.parseLong(life.line().split(" ")[1]);
  }

  /** A byte that a kill lost would still be taken now. */
  private void nothingIsLeftWhenTheCachesAreDestroyed() throws IOException {
    try (PmemCachingProvider provider = new PmemCachingProvider();
        CacheManager manager =
            provider.getCacheManager(null, null, Subject.properties(pool().toString()))) {
      for (Subject subject : Subject.values()) {
        manager.destroyCache(subject.cacheName());
      }
    }
    PoolCheckReport report = check();
    assertEquals(0, report.totalEntries());
    assertEquals(0, report.liveBytes(), () -> report.toString());
  }
}
