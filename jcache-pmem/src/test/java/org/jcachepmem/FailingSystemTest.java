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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.allocator.medium.FaultyFileSystem;
import org.jcachepmem.allocator.medium.FaultyLibraries;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.OsFaults;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jcachepmem.allocator.medium.OsFaults.Fault;
import org.jcachepmem.allocator.pool.FaultyPools;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.index.FaultySession;
import org.jcachepmem.index.SessionSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider on a system whose calls fail says so, and is usable when they don't any more. */
class FailingSystemTest {
  @TempDir Path directory;
  private final OsFaults faults = new OsFaults();
  private PmemCachingProvider provider;

  @BeforeEach
  void makeProvider() {
    FaultyPools pools = new FaultyPools(faults, new FaultyLibraries(faults, false, true));
    PoolOptions options =
        PoolOptions.builder()
            .path(FaultyFileSystem.path(directory.resolve("pool"), faults))
            .medium(MediumChoice.JDK)
            .sizeBytes(PoolOptions.MIN_BYTES)
            .build();
    provider =
        new SessionCachingProvider(
            () -> FaultySession.open(new SessionSettings(options, "test", 1 << 20), pools),
            System::currentTimeMillis);
  }

  private CacheManager manager() {
    return provider.getCacheManager();
  }

  private Cache<String, String> cache(CacheManager manager, String name) {
    return manager.createCache(name, new MutableConfiguration<>());
  }

  /** How often a call is used by an operation that does not fail, in a provider of its own. */
  private Map<Call, Integer> uses(Runnable operation) {
    faults.count();
    operation.run();
    return faults.uses();
  }

  @Test
  void aManagerWhosePoolCannotBeOpenedIsRefusedAndTheNextOneIsNot() {
    URI uri = provider.getDefaultURI();
    Map<Call, Integer> uses = uses(() -> manager().close());
    assertTrue(uses.get(Call.JDK_MSYNC) > 0);
    uses.forEach(
        (call, count) -> {
          for (int nth = 1; nth <= count; nth++) {
            faults.plant(call, Fault.IO_ERROR, nth, true);
            String when = call + " " + nth;
            try {
              manager().close();
            } catch (CacheException e) {
              boolean known = e.getCause() != null || e.getSuppressed().length > 0;
              assertTrue(known, () -> when + " " + e);
            }
            faults.count();
            provider.getCacheManager(uri, null).close();
          }
        });
  }

  @Test
  void aCacheThatCannotBeStoredIsRefused() {
    CacheManager manager = manager();
    cache(manager, "kept").put("key", "value");
    faults.plant(Call.JDK_MSYNC, Fault.IO_ERROR, 1, false);
    CacheException refusal = assertThrows(CacheException.class, () -> cache(manager, "refused"));
    assertInstanceOf(MediumFailedException.class, refusal.getCause());
    assertTrue(refusal.getMessage().contains("refused"), refusal.getMessage());
    // The medium has failed, and closing says that it is not clean.
    CacheException unclean = assertThrows(CacheException.class, manager::close);
    assertTrue(unclean.getSuppressed().length > 0);
    faults.count();
    assertEquals("value", cache(manager(), "kept").get("key"));
    assertNotNull(cache(manager(), "refused"));
    manager().close();
  }

  /** Which cache, which file, why, and what to do; the cause is kept. */
  private void assertTold(Runnable operation) {
    CacheException told = assertThrows(CacheException.class, operation::run);
    assertInstanceOf(MediumFailedException.class, told.getCause());
    String message = told.getMessage();
    for (String part : new String[] {"\"cache\"", "pool", "open it again"}) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void whatWasPutBeforeAFailureIsThereAfterIt() {
    CacheManager manager = manager();
    Cache<String, String> cache = cache(manager, "cache");
    cache.put("key", "value");
    faults.plant(Call.JDK_MSYNC, Fault.IO_ERROR, 1, false);
    assertTold(() -> cache.put("key", "in doubt"));
    assertEquals("value", cache.get("key"));
    assertTold(() -> cache.put("other", "not acknowledged"));
    assertTold(() -> cache.remove("key"));
    assertTold(cache::clear);
    assertThrows(CacheException.class, manager::close);
    faults.count();
    String found = cache(manager(), "cache").get("key");
    assertTrue("value".equals(found) || "in doubt".equals(found), found);
    manager().close();
  }
}
