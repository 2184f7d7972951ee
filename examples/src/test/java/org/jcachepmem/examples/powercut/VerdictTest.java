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
package org.jcachepmem.examples.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge that sees no loss is worth nothing: here are some. */
class VerdictTest {

  @TempDir Path directory;

  private CacheManager manager;
  private Cache<Long, byte[]> cache;

  @BeforeEach
  void open() {
    Properties settings = new Properties();
    settings.setProperty("jcache-pmem.pool.medium", "heap");
    CachingProvider provider = Caching.getCachingProvider();
    manager = provider.getCacheManager(directory.toUri(), null, settings);
    cache =
        manager.createCache(
            "power-cut",
            new MutableConfiguration<Long, byte[]>().setTypes(Long.class, byte[].class));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void nothingIsWhatIsThereBeforeTheFirstOperation() {
    assertEquals(new Verdict(-1, -1, 0, 0), Verdict.of(cache, -1));
  }

  @Test
  void acceptsEachStateFromTheLastAcknowledgedOn() {
    for (long n = 0; n < 40; n++) {
      Operations.perform(cache, n);
      for (long acknowledged : new long[] {-1, n - 1, n}) {
        Verdict verdict = Verdict.of(cache, acknowledged);
        assertTrue(verdict.good(), verdict::toString);
      }
    }
  }

  @Test
  void seesALostPut() {
    perform(3_001);
    cache.remove(3L);
    assertEquals(1, Verdict.of(cache, 3_001).wrong());
  }

  @Test
  void seesALostOverwriteThatNobodyWasTold() {
    perform(3_001);
    cache.put(900L, Operations.expected(900, 2_899));
    assertFalse(Verdict.of(cache, -1).good());
  }

  @Test
  void seesARemovedEntryThatCameBack() {
    perform(3_001);
    assertNull(cache.get(8L));
    cache.put(8L, Operations.expected(8, 1_999));
    assertEquals(1, Verdict.of(cache, 3_001).wrong());
  }

  @Test
  void seesATornValue() {
    perform(3_001);
    byte[] value = cache.get(0L);
    value[value.length - 1] ^= 1;
    cache.put(0L, value);
    assertEquals(1, Verdict.of(cache, 3_001).wrong());
  }

  @Test
  void seesThatTheEndIsMissing() {
    perform(2_999);
    assertFalse(Verdict.of(cache, 3_001).good());
  }

  @Test
  void readsTheLastWholeLine() throws IOException {
    Path told = directory.resolve("told");
    assertEquals(-1, PowerCut.lastAcknowledged(told));
    Files.writeString(
        told, new Verdict(-1, -1, 0, 0) + "\nacknowledged 8\nacknowledged 9\nacknowledged 100");
    assertEquals(9, PowerCut.lastAcknowledged(told));
  }

  private void perform(long last) {
    for (long n = 0; n <= last; n++) {
      Operations.perform(cache, n);
    }
  }
}
