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
package org.jcachepmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jcachepmem.expiry.ExpiryRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expiry by a clock that the test moves. */
class ExpiryTest {

  private static final Duration TEN = new Duration(TimeUnit.MILLISECONDS, 10);
  private final CacheFixture fixture = new CacheFixture();
  private final List<String> expired = new ArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** So that entries that never expire have small handles where nothing can change that. */
  @Test
  void accessesCountUnlessThePolicyNeverCountsThem() {
    assertFalse(rules(new EternalExpiryPolicy()).mayCountAccesses());
    assertFalse(rules(new CreatedExpiryPolicy(TEN)).mayCountAccesses());
    assertFalse(rules(new ModifiedExpiryPolicy(TEN)).mayCountAccesses());
    assertTrue(rules(new AccessedExpiryPolicy(TEN)).mayCountAccesses());
    assertTrue(rules(new TouchedExpiryPolicy(TEN)).mayCountAccesses());
    assertTrue(rules(new Policy(Duration.ETERNAL, null, null)).mayCountAccesses());
  }

  private static ExpiryRules rules(ExpiryPolicy policy) {
    return new ExpiryRules("cache", policy);
  }

  private record Policy(
      @Nullable Duration created, @Nullable Duration accessed, @Nullable Duration updated)
      implements ExpiryPolicy {
    @Override
    public @Nullable Duration getExpiryForCreation() {
      return created;
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
      return accessed;
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
      return updated;
    }
  }

  private Cache<String, String> cache(ExpiryPolicy policy) {
    CacheEntryExpiredListener<String, String> listener =
        events -> events.forEach(e -> expired.add(e.getKey() + "=" + e.getValue()));
    return fixture.cache(
        CacheFixture.strings()
            .setExpiryPolicyFactory(CacheFixture.of(policy))
            .addCacheEntryListenerConfiguration(
                new MutableCacheEntryListenerConfiguration<>(
                    CacheFixture.of(listener), null, true, true)));
  }

  /** The processor's read is an access, as a get is, also if it then sets a value. */
  @Test
  void whatAProcessorReadsAndSetsIsAccessed() {
    Cache<String, String> cache = cache(new AccessedExpiryPolicy(TEN));
    cache.put("a", "");
    for (int i = 0; i < 4; i++) {
      fixture.clock.addAndGet(8);
      cache.invoke(
          "a",
          (entry, arguments) -> {
            entry.setValue(entry.getValue() + "1");
            return null;
          });
      assertTrue(cache.containsKey("a")); // which is no access
    }
    assertEquals("1111", cache.get("a"));
  }

  @Test
  void whatAProcessorOnlySetsIsNot() {
    Cache<String, String> cache = cache(new AccessedExpiryPolicy(TEN));
    cache.put("a", "1");
    fixture.clock.addAndGet(8);
    cache.invoke(
        "a",
        (entry, arguments) -> {
          entry.setValue("2");
          return entry.getValue();
        });
    fixture.clock.addAndGet(2);
    assertFalse(cache.containsKey("a"));
  }

  @Test
  void entryIsThereUntilTheMillisecondOfItsExpiry() {
    Cache<String, String> cache = cache(new Policy(TEN, null, null));
    cache.put("a", "1");
    fixture.clock.addAndGet(9);
    assertEquals("1", cache.get("a"));
    fixture.clock.addAndGet(1);
    assertNull(cache.get("a"));
    assertFalse(cache.containsKey("a"));
    assertFalse(cache.iterator().hasNext());
    assertEquals(List.of("a=1"), expired);
  }

  /** Such a get takes the index's word and asks no policy. */
  @Test
  void anEternalCacheFindsNothingOfAnEarlierPolicyThatHasExpired() {
    Cache<String, String> before = cache(new CreatedExpiryPolicy(TEN));
    before.put("a", "1");
    before.close();
    Cache<String, String> cache = cache(new EternalExpiryPolicy());
    fixture.clock.addAndGet(9);
    assertEquals("1", cache.get("a"));
    fixture.clock.addAndGet(1);
    assertNull(cache.get("a"));
  }

  @Test
  void accessAndUpdateMoveIt() {
    Cache<String, String> cache =
        cache(new Policy(TEN, TEN, new Duration(TimeUnit.MILLISECONDS, 3)));
    cache.put("a", "1");
    fixture.clock.addAndGet(8);
    assertEquals("1", cache.get("a"));
    fixture.clock.addAndGet(8);
    cache.put("a", "2");
    fixture.clock.addAndGet(3);
    assertNull(cache.get("a"));
    assertEquals(List.of("a=2"), expired);
  }

  @Test
  void containsKeyIsNoAccess() {
    Cache<String, String> cache = cache(new Policy(TEN, TEN, null));
    cache.put("a", "1");
    fixture.clock.addAndGet(9);
    assertTrue(cache.containsKey("a"));
    fixture.clock.addAndGet(1);
    assertFalse(cache.containsKey("a"));
  }

  @Test
  void zeroForCreationStoresNothing() {
    Cache<String, String> cache = cache(new Policy(Duration.ZERO, null, null));
    cache.put("a", "1");
    assertFalse(cache.putIfAbsent("b", "1"));
    assertFalse(cache.containsKey("a"));
    assertFalse(fixture.changes().toString().contains("put"));
  }

  @Test
  void zeroForUpdateRemovesAndTells() {
    Cache<String, String> cache = cache(new Policy(Duration.ETERNAL, null, Duration.ZERO));
    cache.put("a", "1");
    cache.put("a", "2");
    assertFalse(cache.containsKey("a"));
    assertEquals(List.of("a=2"), expired);
  }

  @Test
  void zeroForAccessGivesTheValueOnce() {
    Cache<String, String> cache = cache(new Policy(Duration.ETERNAL, Duration.ZERO, null));
    cache.put("a", "1");
    assertEquals("1", cache.get("a"));
    assertNull(cache.get("a"));
    assertEquals(List.of("a=1"), expired);
  }

  @Test
  void policyThatThrowsChangesNothing() {
    ExpiryPolicy broken =
        new ExpiryPolicy() {
          @Override
          public Duration getExpiryForCreation() {
            throw new IllegalStateException("creation");
          }

          @Override
          public Duration getExpiryForAccess() {
            throw new IllegalStateException("access");
          }

          @Override
          public Duration getExpiryForUpdate() {
            throw new IllegalStateException("update");
          }
        };
    Cache<String, String> cache = cache(broken);
    cache.put("a", "1");
    cache.put("a", "2");
    fixture.clock.addAndGet(Integer.MAX_VALUE);
    assertEquals("2", cache.get("a"));
  }

  @Test
  void expiryTimesSurviveARestart() {
    cache(new Policy(TEN, null, null)).put("a", "1");
    fixture.clock.addAndGet(5);
    fixture.restart();
    Cache<String, String> cache = cache(new Policy(Duration.ETERNAL, null, null));
    assertEquals("1", cache.get("a"));
    fixture.clock.addAndGet(5);
    assertNull(cache.get("a"));
  }

  @Test
  void hugeDurationsAreEternal() {
    Cache<String, String> cache =
        cache(new Policy(new Duration(TimeUnit.DAYS, Long.MAX_VALUE), null, null));
    cache.put("a", "1");
    fixture.clock.addAndGet(Long.MAX_VALUE / 4);
    assertEquals("1", cache.get("a"));
  }
}
