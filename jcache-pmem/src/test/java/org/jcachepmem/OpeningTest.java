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
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jcachepmem.config.ProviderConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A manager whose pool takes long to open delays only those that want the same manager. */
@Timeout(30)
class OpeningTest {

  private static final URI SLOW = URI.create("app:slow");
  private static final URI QUICK = URI.create("app:quick");

  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger openings = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private boolean fails;
  private final MemoryPool pool = new MemoryPool();
  private final PmemCachingProvider provider =
      new PmemCachingProvider(
          (uri, loader, properties) -> {
            if (uri.equals(SLOW)) {
              await();
            }
            return new ConfiguredFoundation(
                ProviderConfig.load(uri, loader, properties), loader, pool.session());
          },
          System::currentTimeMillis);

  private void await() {
    openings.incrementAndGet();
    opening.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new CacheException(e);
    }
    if (fails && openings.get() == 1) {
      throw new CacheException("no pool");
    }
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    provider.close();
  }

  private CacheManager manager(URI uri) {
    return provider.getCacheManager(uri, null);
  }

  @Test
  void othersAreNotDelayedAndTheSameIsOpenedOnce() throws Exception {
    Future<CacheManager> slow = threads.submit(() -> manager(SLOW));
    opening.await();
    Future<CacheManager> same = threads.submit(() -> manager(SLOW));
    CacheManager quick = manager(QUICK);
    assertSame(quick, manager(QUICK));
    go.countDown();
    assertSame(slow.get(10, TimeUnit.SECONDS), same.get(10, TimeUnit.SECONDS));
    assertNotSame(quick, slow.get());
    assertEquals(1, openings.get());
  }

  @Test
  void afterAFailureTheNextThreadTries() throws Exception {
    fails = true;
    Future<CacheManager> first = threads.submit(() -> manager(SLOW));
    opening.await();
    go.countDown();
    assertThrows(ExecutionException.class, () -> first.get(10, TimeUnit.SECONDS));
    manager(SLOW);
    assertEquals(2, openings.get());
  }
}
