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
package org.jcachepmem.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.management.ObjectName;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.management.PmemPoolMXBean;
import org.jcachepmem.management.SizeClassUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pool's bean after known operations, read through the platform's MBeanServer. */
@Timeout(120)
class PoolBeanTest {
  private static final int ENTRIES = 100;
  private static final int VALUE_BYTES = 1000;

  @TempDir Path directory;
  private WatchedPool pool;

  @BeforeEach
  void configure() {
    pool = new WatchedPool(directory.resolve("watched.pool"));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private static void fill(Cache<Integer, byte[]> cache) {
    for (int i = 0; i < ENTRIES; i++) {
      cache.put(i, new byte[VALUE_BYTES]);
    }
  }

  @Test
  void thereIsOneBeanWhileThePoolIsOpen() throws Exception {
    ObjectName name = WatchedPool.name(pool.file.toString());
    assertFalse(WatchedPool.server().isRegistered(name));
    pool.cache("a", byte[].class);
    try (PmemCachingProvider second = new PmemCachingProvider()) {
      Properties same = pool.manager().getProperties();
      CacheManager other = second.getCacheManager(URI.create("other:uri"), null, same);
      assertEquals(1, WatchedPool.server().queryNames(ObjectName.getInstance(name), null).size());
      pool.close();
      assertTrue(WatchedPool.server().isRegistered(name), "one manager is left");
      other.close();
      assertFalse(WatchedPool.server().isRegistered(name));
    }
  }

  @Test
  void poolsWithoutAFileAreTold() throws Exception {
    Properties volatilePool = new Properties();
    volatilePool.put("jcache-pmem.pool.medium", "heap");
    volatilePool.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    ObjectName name = WatchedPool.name("volatile");
    ObjectName next = new ObjectName(name + ",instance=2");
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      provider.getCacheManager(URI.create("one:pool"), null, volatilePool);
      provider.getCacheManager(URI.create("another:pool"), null, volatilePool);
      assertEquals("volatile", WatchedPool.server().getAttribute(name, "Durability"));
      assertEquals("heap, volatile", WatchedPool.server().getAttribute(next, "Medium"));
    }
    assertFalse(WatchedPool.server().isRegistered(name));
    assertFalse(WatchedPool.server().isRegistered(next));
  }

  @Test
  void aVolatilePoolThatStandsInForALockedOneIsTold() throws Exception {
    ObjectName name = WatchedPool.name("volatile");
    PoolOptions locked =
        PoolOptions.builder()
            .path(pool.file)
            .medium(MediumChoice.JDK)
            .sizeBytes(PoolOptions.MIN_BYTES)
            .build();
    try (PoolFile held = PoolFile.open(locked, medium -> medium.putLong(0, 1))) {
      pool.with("pool.on-locked", "volatile").manager();
      assertEquals("volatile", WatchedPool.server().getAttribute(name, "Durability"));
      assertFalse(WatchedPool.server().isRegistered(WatchedPool.name(pool.file.toString())));
      held.medium().putLong(0, 2);
    }
    pool.close();
    assertFalse(WatchedPool.server().isRegistered(name));
  }

  @Test
  void itGrowsAndIsCopiedWhileItIsUsed() throws Exception {
    fill(pool.cache("a", byte[].class));
    PmemPoolMXBean bean = pool.bean();
    bean.grow("16 MiB");
    assertEquals(16 << 20, bean.getSizeBytes());
    assertThrows(IllegalArgumentException.class, () -> bean.grow("16 MiB"));
    assertThrows(IllegalArgumentException.class, () -> bean.grow("much"));

    Path copy = directory.resolve("copy.pool");
    String told = bean.snapshot(copy.toString());
    assertTrue(told.startsWith(ENTRIES + 1 + " records copied in "), told);
    String shared = bean.snapshot(directory.resolve("shared.pool").toString(), true);
    assertTrue(shared.contains("chunks share the pool's storage"), shared);
    String refused =
        assertThrows(IllegalStateException.class, () -> bean.snapshot(copy.toString()))
            .getMessage();
    assertTrue(refused.contains(copy.toString()), refused);
    try (WatchedPool copied = new WatchedPool(copy)) {
      Cache<Integer, byte[]> cache = copied.cache("a", byte[].class);
      for (int i = 0; i < ENTRIES; i++) {
        assertEquals(VALUE_BYTES, cache.get(i).length);
      }
    }
  }

  @Test
  void whatItIsAndWhatTakesItsRoom() throws Exception {
    PmemPoolMXBean bean = pool.bean();
    assertEquals(pool.file.toString(), bean.getPath());
    assertEquals("sync", bean.getDurability());
    assertTrue(bean.getMedium().startsWith("JDK mapping"), bean.getMedium());
    assertTrue(bean.isUsable());
    assertFalse(bean.isRecovering());
    assertEquals(8 << 20, bean.getSizeBytes());
    long usedBefore = bean.getUsedBytes();
    long chunkBytes = bean.getUsedBytes() + bean.getFreeBytes();

    Cache<Integer, byte[]> cache = pool.cache("a", byte[].class);
    fill(cache);
    assertEquals(ENTRIES, bean.getEntries());
    assertEquals(1, bean.getCaches());
    assertTrue(bean.getUsedBytes() - usedBefore > ENTRIES * VALUE_BYTES);
    assertEquals(chunkBytes, bean.getUsedBytes() + bean.getFreeBytes());
    assertTrue(bean.getCapacityBytes() < chunkBytes);
    assertTrue(bean.getIndexBytes() > 0 && bean.getIndexBytes() < bean.getIndexMaxBytes());
    assertEquals(0, bean.getUnusableBytes());

    List<SizeClassUsage> classes = bean.getSizeClasses();
    SizeClassUsage ofValues =
        classes.stream().filter(c -> c.getSlotBytes() >= VALUE_BYTES).findFirst().orElseThrow();
    assertEquals(ENTRIES, ofValues.getTakenSlots());
    assertTrue(ofValues.getSlots() >= ENTRIES && ofValues.getChunks() > 0);
    assertEquals((double) ENTRIES / ofValues.getSlots(), ofValues.getFullness());
    assertEquals(
        bean.getVacantBytes(), classes.stream().mapToLong(SizeClassUsage::getVacantBytes).sum());
    long tails = bean.getFreeBytes() - bean.getVacantBytes() - bean.getFreeChunkBytes();
    long usedChunks = classes.stream().mapToLong(SizeClassUsage::getChunks).sum();
    assertTrue(tails >= 0 && tails < usedChunks * VALUE_BYTES, "what no slot fits: " + tails);
    assertEquals(
        (double) bean.getVacantBytes() / bean.getFreeBytes(), bean.getFragmentation(), 1e-9);
  }

  @Test
  void whatTheMediumDoes() throws Exception {
    Cache<Integer, byte[]> cache = pool.cache("a", byte[].class);
    fill(cache);
    PmemPoolMXBean bean = pool.bean();
    long fences = bean.getFences();
    long flushes = bean.getFlushes();
    long lines = bean.getFlushedLines();
    long commits = bean.getCommits();
    long bytes = bean.getCommittedBytes();
    fill(cache);
    assertTrue(bean.getFences() - fences >= ENTRIES);
    assertTrue(bean.getFlushes() - flushes >= 2 * ENTRIES, "value and directory entry");
    assertTrue(bean.getFlushedLines() - lines >= ENTRIES * (VALUE_BYTES / 64 + 1));
    assertTrue(bean.getNativeCalls() > 0);
    if (bean.isPersistentMemory()) {
      assertEquals(0, bean.getCommits(), "each operation fences for itself");
      return;
    }
    assertTrue(bean.getCommits() - commits >= ENTRIES);
    assertTrue(bean.getCommittedBytes() - bytes >= ENTRIES * 4096L);
    assertTrue(bean.getCommitWaitersMax() >= 1);
    assertTrue(bean.getCommitWaitersMean() >= 1);
    assertTrue(bean.getCommitMicrosMean() > 0);
    assertTrue(bean.getCommitMicrosP50() <= bean.getCommitMicrosP99());
    assertTrue(bean.getCommitMicrosP99() <= bean.getCommitMicrosMax());
  }

  @Test
  void commitsOfARelaxedModeAreCounted() throws Exception {
    pool.with("pool.durability", "on-close");
    PmemPoolMXBean bean = pool.bean();
    long commits = bean.getCommits();
    pool.cache("a", String.class).put(1, "one");
    assertEquals("on-close", bean.getDurability());
    assertTrue(bean.getCommits() >= commits);
    pool.with("pool.durability", "async").restart();
    bean = pool.bean();
    Cache<Integer, String> cache = pool.cache("a", String.class);
    commits = bean.getCommits();
    for (int i = 0; bean.getCommits() == commits; i++) {
      cache.put(i % ENTRIES, "until the background commits");
    }
  }

  @Test
  void evictionsByCause() throws Exception {
    pool.with("caches.limited.quota", "1 MiB").with("pool.durability", "on-close");
    PmemPoolMXBean bean = pool.bean();
    Cache<Integer, byte[]> limited = pool.cache("limited", byte[].class);
    WatchedPool.flood(limited);
    assertTrue(bean.getEvictionsForQuota() > 0);
    assertEquals(bean.getEvictionsForQuota(), bean.getEvictions());
    Cache<Integer, byte[]> other = pool.cache("other", byte[].class);
    WatchedPool.flood(other);
    assertTrue(bean.getEvictionsForSpace() > 0);
    assertTrue(bean.getSettleBacklogBytes() > 0, "some of the last evictions");
    assertEquals(
        bean.getEvictions(),
        bean.getEvictionsForSpace()
            + bean.getEvictionsForQuota()
            + bean.getEvictionsForHeap()
            + bean.getEvictionsForRelocation());
    assertEquals(0, bean.getEvictionsForHeap());
    assertEquals(0, bean.getRefusedPuts());
  }

  @Test
  void evictionsForTheHeap() throws Exception {
    pool.with("index.max-bytes", "64 KiB").with("pool.durability", "on-close");
    PmemPoolMXBean bean = pool.bean();
    Cache<Integer, String> cache = pool.cache("a", String.class);
    for (int i = 0; i < 2_000; i++) {
      cache.put(i, "small");
    }
    assertEquals(64 << 10, bean.getIndexMaxBytes());
    assertTrue(bean.getEvictionsForHeap() > 0);
    assertEquals(bean.getEvictionsForHeap(), bean.getEvictions());
  }

  @Test
  void whatIsGoneWithoutHavingBeenAskedFor() throws Exception {
    pool.with("caches.full.pinned", "true").with("caches.full.quota", "64 KiB");
    PmemPoolMXBean bean = pool.bean();
    Cache<Integer, String> brief =
        pool.manager()
            .createCache(
                "brief",
                new MutableConfiguration<Integer, String>()
                    .setTypes(Integer.class, String.class)
                    .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 1))));
    brief.put(1, "gone soon");
    while (brief.get(1) != null) {
      Thread.onSpinWait();
    }
    assertEquals(1, bean.getExpiredEntries());

    Cache<Integer, WatchedPool.Changing> changing =
        pool.cache("changing", WatchedPool.Changing.class);
    changing.put(1, new WatchedPool.Changing());
    WatchedPool.Changing.changed = true;
    try {
      assertNull(changing.get(1));
    } finally {
      WatchedPool.Changing.changed = false;
    }
    assertEquals(1, bean.getDecodeFailures());

    Cache<Integer, byte[]> full = pool.cache("full", byte[].class);
    assertThrows(CacheException.class, () -> WatchedPool.flood(full));
    assertEquals(1, bean.getRefusedPuts());
    full.clear();
    assertEquals(1, bean.getClears());
    assertEquals(0, bean.getEvictions());
  }

  @Test
  void whatRecoveryFound() throws Exception {
    fill(pool.cache("a", byte[].class));
    assertTrue(pool.bean().isRecoveryClean(), "it was new");
    Path copy = Files.copy(pool.file, directory.resolve("as-after-a-kill.pool"));
    pool.restart();
    PmemPoolMXBean bean = pool.bean();
    assertTrue(bean.isRecoveryClean());
    assertEquals(ENTRIES, bean.getRecoveredEntries());
    assertTrue(bean.getRecoveryMillis() >= 0);
    try (WatchedPool killed = new WatchedPool(copy)) {
      PmemPoolMXBean other = killed.bean();
      assertFalse(other.isRecoveryClean());
      assertEquals(ENTRIES, other.getRecoveredEntries());
      assertEquals(0, other.getRecoveryUnfinished());
      assertEquals(0, other.getRecoveryDamaged());
      assertEquals(0, other.getRecoverySuperseded());
    }
  }

  @Test
  void damagedEntriesAreCountedWhenTheyAreMet() throws Exception {
    pool.cache("a", String.class).put(1, "a value that is damaged");
    pool.close();
    pool.damage("a value that");
    pool.restart();
    assertNull(pool.cache("a", String.class).get(1));
    assertEquals(1, pool.bean().getDamagedEntries());
  }
}
