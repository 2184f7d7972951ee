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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.SessionCachingProvider;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.simulator.CrashModel;
import org.jcachepmem.allocator.simulator.SimulatedMedium;
import org.jcachepmem.index.MediumPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Crashes that {@link CacheSimulator} found, each by itself. */
class FoundCrashesTest {
  private static final int POOL_BYTES = 64 << 10;
  private static final byte[] VALUE = {1, 2, 3};

  private final SimulatedMedium medium =
      new SimulatedMedium(CrashModel.KILL, POOL_BYTES, POOL_BYTES);
  private final SimulatedClock clock = new SimulatedClock(1_000_000);
  private final Lifetime lifetime = new Lifetime(100, 100, 100);
  private SessionCachingProvider provider;

  @BeforeEach
  void format() {
    Pool.format(medium, FormatOptions.small(1));
  }

  private Cache<Long, byte[]> open() {
    MediumPool pool = new MediumPool(medium, RecordOptions.quiet(1), 1 << 20, () -> 0);
    provider =
        new SessionCachingProvider(KeySpace.ALL.config(false), pool::session, clock::millis);
    return provider
        .getCacheManager()
        .createCache(
            "cache",
            new MutableConfiguration<Long, byte[]>()
                .setTypes(Long.class, byte[].class)
                .setExpiryPolicyFactory(() -> lifetime));
  }

  private Cache<Long, byte[]> openAfterKill() {
    medium.kill();
    return open();
  }

  @Test
  void anEntryThatAnAccessHasExpiredStaysExpired() {
    Cache<Long, byte[]> cache = open();
    cache.put(1L, VALUE);
    lifetime.isOver = true;
    assertArrayEquals(VALUE, cache.get(1L));
    lifetime.isOver = false;
    assertFalse(cache.containsKey(1L));
    assertNull(openAfterKill().get(1L));
  }
}
