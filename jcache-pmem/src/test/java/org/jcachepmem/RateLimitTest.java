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

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.grid.jcache.Bucket4jJCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** bucket4j keeps its buckets in a cache, and takes tokens by entry processors. */
@Timeout(60)
class RateLimitTest {

  private static final int THREADS = 8;
  private static final int TRIES = 60;
  private static final int TOKENS = 100;

  @TempDir Path directory;

  private Cache<String, byte[]> cache(PmemCachingProvider provider) {
    Properties properties = new Properties();
    properties.put("pool.path", directory.resolve("buckets.pool").toString());
    properties.put("pool.create-if-missing-with-size", "8 MiB");
    return provider
        .getCacheManager(null, null, properties)
        .createCache(
            "buckets",
            new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
  }

  /** How many tokens all threads together get of each of two buckets. */
  private static int[] taken(Cache<String, byte[]> cache) throws Exception {
    ProxyManager<String> buckets = Bucket4jJCache.entryProcessorBasedBuilder(cache).build();
    BucketConfiguration once =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(TOKENS).refillIntervally(TOKENS, Duration.ofDays(1)))
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<int[]>> parts = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        parts.add(
            threads.submit(
                () -> {
                  int[] got = new int[2];
                  for (int i = 0; i < TRIES; i++) {
                    String key = "bucket" + i % 2;
                    if (buckets.builder().build(key, () -> once).tryConsume(1)) {
                      got[i % 2]++;
                    }
                  }
                  return got;
                }));
      }
      int[] taken = new int[2];
      for (Future<int[]> part : parts) {
        taken[0] += part.get()[0];
        taken[1] += part.get()[1];
      }
      return taken;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void noTokenIsGivenTwiceNotEvenAfterARestart() throws Exception {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      int[] taken = taken(cache(provider));
      assertEquals(TOKENS, taken[0]);
      assertEquals(TOKENS, taken[1]);
    }
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      int[] taken = taken(cache(provider));
      assertEquals(0, taken[0] + taken[1]);
    }
  }
}
