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
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.SessionCachingProvider;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.simulator.CrashModel;
import org.jcachepmem.allocator.simulator.SimulatedMedium;
import org.jcachepmem.allocator.simulator.Steps;
import org.jcachepmem.index.MediumPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes that {@link CacheSimulator} found, each by itself. */
class FoundCrashesTest {
  private static final int POOL_BYTES = 64 << 10;
  private static final byte[] VALUE = {1, 2, 3};

  private SimulatedMedium medium = new SimulatedMedium(CrashModel.KILL, POOL_BYTES, POOL_BYTES);
  private Durability durability = Durability.SYNC;
  private final SimulatedClock clock = new SimulatedClock(1_000_000);
  private final Lifetime lifetime = new Lifetime(100, 100, 100);
  private SessionCachingProvider provider;

  @BeforeEach
  void format() {
    medium = new SimulatedMedium(CrashModel.KILL, POOL_BYTES, POOL_BYTES);
    Pool.format(medium, FormatOptions.small(1));
  }

  private Cache<Long, byte[]> open() {
    RecordOptions options = RecordOptions.quiet(1).with(durability, Integer.MAX_VALUE);
    MediumPool pool = new MediumPool(medium, options, 1 << 20, () -> 0);
    provider = new SessionCachingProvider(KeySpace.ALL.config(false), pool::session, clock::millis);
    return create();
  }

  private Cache<Long, byte[]> create() {
    return provider
        .getCacheManager()
        .createCache(
            "cache",
            new MutableConfiguration<Long, byte[]>()
                .setTypes(Long.class, byte[].class)
                .setExpiryPolicyFactory(() -> lifetime));
  }

  /** True if {@code action} failed at its {@code number}th step; false if it has not so many. */
  private boolean failsAt(int number, Runnable action) {
    medium.steps(new FailingStep(number));
    try {
      action.run();
      return false;
    } catch (MediumFailedException | CacheException e) {
      return true;
    } finally {
      medium.noSteps();
    }
  }

  /** One store or flush fails. */
  private static final class FailingStep implements Steps {
    private int left;

    FailingStep(int number) {
      left = number;
    }

    @Override
    public void beforeStore() {
      if (left-- == 0) {
        throw new MediumFailedException("planted");
      }
    }

    @Override
    public void beforeFlush() {
      beforeStore();
    }
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

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"SYNC", "ON_CLOSE"})
  void aCreationThatFailedCanBeRepeated(Durability mode) {
    durability = mode;
    boolean fails = true;
    for (int step = 0; fails; step++) {
      format();
      open().put(1L, VALUE);
      provider.getCacheManager().destroyCache("cache");
      fails = failsAt(step, this::create);
      Cache<Long, byte[]> cache =
          fails ? create() : provider.getCacheManager().getCache("cache", Long.class, byte[].class);
      cache.put(2L, VALUE);
      assertArrayEquals(VALUE, openAfterKill().get(2L), "step " + step);
    }
  }

  @Test
  void aCloseThatFailedLosesAndResurrectsNothing() {
    boolean fails = true;
    for (int step = 0; fails; step++) {
      format();
      Cache<Long, byte[]> cache = open();
      cache.put(1L, VALUE);
      cache.put(2L, VALUE);
      cache.put(2L, VALUE);
      fails = failsAt(step, cache::close);
      cache = create();
      assertArrayEquals(VALUE, cache.get(1L), "step " + step);
      cache.remove(1L);
      cache = openAfterKill();
      assertNull(cache.get(1L), "step " + step);
      assertArrayEquals(VALUE, cache.get(2L), "step " + step);
    }
  }

  @Test
  void aDestructionThatFailedIsFinishedBeforeTheCacheIsMadeAgain() {
    boolean fails = true;
    for (int step = 0; fails; step++) {
      format();
      open().put(1L, VALUE);
      fails = failsAt(step, () -> provider.getCacheManager().destroyCache("cache"));
      create().put(2L, VALUE);
      assertArrayEquals(VALUE, openAfterKill().get(2L), "step " + step);
    }
  }
}
