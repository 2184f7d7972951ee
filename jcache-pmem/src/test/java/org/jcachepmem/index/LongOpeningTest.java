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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding the keys of a cache that is opened takes long, and another cache needs its room. */
class LongOpeningTest {
  private static final int LENGTH = 2000;
  private static final int PUTS = 1500;

  /** Keys as objects, which wait once so many of them were decoded. */
  private static final class SlowCodec implements Codec<Integer> {
    private final AtomicInteger left;
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    SlowCodec(int decoded) {
      left = new AtomicInteger(decoded);
    }

    @Override
    public String id() {
      return "slow";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean isCanonical() {
      return false;
    }

    @Override
    public byte[] encode(Integer object) {
      return object.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Integer decode(byte[] bytes) {
      if (left.getAndDecrement() <= 0) {
        waiting.countDown();
        try {
          assertTrue(goOn.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return Integer.valueOf(new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  private static int fill(EntryStore store, KeyIdentities<Integer> keys) {
    int number = 0;
    while (store.counters().evictions() == 0) {
      store.put(keys.of(number), Values.of("key" + number, 1, LENGTH), EntryRef.ETERNAL);
      number++;
    }
    return number;
  }

  /** With 4000, some of them are in the index by then. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4000})
  @Timeout(60)
  void anotherCacheIsNotTurnedAway(int decoded) throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      SlowCodec all = new SlowCodec(Integer.MAX_VALUE);
      int entries = fill(fixture.attach("objects", CodecKeys.of(all)), CodecKeys.of(all));
      assertTrue(entries > decoded, () -> entries + " entries");
      fixture.restart();
      SlowCodec slow = new SlowCodec(decoded);
      KeyIdentities<Integer> keys = CodecKeys.of(slow);
      CompletableFuture<PooledEntries> opening =
          CompletableFuture.supplyAsync(() -> fixture.attach("objects", keys));
      slow.waiting.await();
      EntryStore other = fixture.attach("other", Keys.CANONICAL);
      for (int i = 0; i < PUTS; i++) {
        String key = "other" + i;
        other.put(Keys.CANONICAL.of(key), Values.of(key, 1, LENGTH), EntryRef.ETERNAL);
      }
      assertEquals(0, other.counters().refused());
      assertTrue(other.count() > 100, () -> other.count() + " entries");
      slow.goOn.countDown();
      EntryStore opened = opening.get();
      long found = 0;
      for (int number = 0; number < entries; number++) {
        byte[] value = Values.read(opened, keys.of(number));
        if (value != null) {
          assertEquals(1, Values.check("key" + number, value));
          found++;
        }
      }
      assertEquals(opened.count(), found);
      assertTrue(found > decoded / 2, "what was not asked for stays: " + found);
    }
  }
}
