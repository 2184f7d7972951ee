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
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.config.ProviderConfig;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.MediumPool;
import org.jcachepmem.index.PoolSession;
import org.jcachepmem.key.KeyIdentities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An entry's handle is renewed by an overwrite (adr/0026) after a lookup has taken its version, and
 * before it has read the value. What the lookup returns is then of the newer version, and so must
 * be what is done because it was read: here, the access that prolongs it.
 */
class RenewedReadTest {
  private static final int POOL_BYTES = 256 << 10;
  private static final long LIFE_MILLIS = 1000;
  private static final String KEY = "key";

  private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
  private KeyIdentities<Object> keys;
  private EntryStore store;

  /** So many reads that follow are each preceded by an overwrite of the key. */
  private int renewals;

  /** The handle that each of them found. */
  private @Nullable EntryRef renewed;

  private Cache<String, Long> open(MediumPool pool) {
    ProviderConfig config =
        ProviderConfig.load(URI.create("test"), getClass().getClassLoader(), new Properties());
    return new SessionCachingProvider(config, () -> stepping(pool.session()), clock::get)
        .getCacheManager()
        .createCache(
            "cache",
            new MutableConfiguration<String, Long>()
                .setTypes(String.class, Long.class)
                .setExpiryPolicyFactory(
                    AccessedExpiryPolicy.factoryOf(
                        new Duration(TimeUnit.MILLISECONDS, LIFE_MILLIS))));
  }

  /** A session whose store overwrites before it reads. */
  private PoolSession stepping(PoolSession session) {
    return proxy(
        PoolSession.class,
        session,
        (method, arguments) -> {
          switch (method) {
            case "attach" -> {
              keys = identities(arguments[1]);
              store =
                  session.attach((PoolSession.StoredCache) arguments[0], identities(arguments[1]));
              return proxy(EntryStore.class, store, (read, of) -> renewBefore(read, of));
            }
            case "detach" -> {
              session.detach(store);
              return true;
            }
            default -> {
              return null;
            }
          }
        });
  }

  @SuppressWarnings("unchecked") // the cache's keys are of the type that the test gives it
  private static KeyIdentities<Object> identities(Object argument) {
    return (KeyIdentities<Object>) argument;
  }

  private @Nullable Object renewBefore(String method, Object[] arguments) {
    if (method.equals("read") && renewals > 0) {
      renewals--;
      renewed = (EntryRef) arguments[0];
      byte[] next = {(byte) (10 + renewals), 0, 0, 0, 0, 0, 0, 0};
      store.put(keys.of(KEY), next, clock.get() + LIFE_MILLIS / 4);
    }
    return null;
  }

  /** What is done instead of a call, if it returns something, or before it. */
  private interface Step {
    @Nullable Object before(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, T delegate, Step step) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object instead = step.before(method.getName(), arguments);
              if (instead != null) {
                return method.getReturnType() == void.class ? null : instead;
              }
              try {
                return method.invoke(delegate, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Once; and so often that the reader takes the key's lock, and then once more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theVersionThatWasReadIsTheOneThatTheAccessProlongs(int times) {
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(1));
    MediumPool pool = new MediumPool(medium, RecordOptions.quiet(1), 1 << 20, () -> 0);
    Cache<String, Long> cache = open(pool);
    cache.put(KEY, 1L);
    clock.addAndGet(LIFE_MILLIS / 2);
    EntryRef handle = store.peek(keys.of(KEY));
    renewals = times;
    long read = cache.get(KEY);
    assertEquals(handle, renewed, "an overwrite did not keep the handle");
    assertEquals(0, renewals, "reads that were not stepped into");
    clock.addAndGet(LIFE_MILLIS - 1);
    assertEquals(read, cache.get(KEY), "it was accessed less than its life ago");
    clock.addAndGet(LIFE_MILLIS);
    assertNull(cache.get(KEY));
    cache.getCacheManager().getCachingProvider().close();
  }
}
