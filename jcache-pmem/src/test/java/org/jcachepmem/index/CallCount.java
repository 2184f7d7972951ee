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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;

/** Counts what operations on entries of 1 KiB cost on a medium: fences and calls out of Java. */
final class CallCount {
  private static final int VALUE_BYTES = 1024;
  private static final int ROUNDS = 200;

  private static final int POOL_BYTES = 16 << 20;

  private final PoolFixture pool;
  private final EntryStore store;

  /** The most of what one operation of a kind took. */
  record Most(long fences, long calls) {
    static final Most NONE = new Most(0, 0);

    Most and(long moreFences, long moreCalls) {
      return new Most(Math.max(fences, moreFences), Math.max(calls, moreCalls));
    }
  }

  /** The most of each kind of change that was seen. */
  record Changes(Most put, Most overwrite, Most remove) {}

  private CallCount(PoolFixture pool) {
    this.pool = pool;
    store = pool.attach("a", FilePool.KEYS);
  }

  /** Of a pool in a new file that no other thread looks after. */
  static Changes of(Path file, MediumChoice choice) throws IOException {
    try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
      created.setLength(POOL_BYTES);
    }
    FormatOptions format = FormatOptions.standard(System.currentTimeMillis());
    try (PoolFixture pool = new PoolFixture(Media.open(file, choice), format)) {
      Changes changes = new CallCount(pool).run();
      System.out.println(pool.medium.facts().detail() + ", fences and native calls: " + changes);
      return changes;
    }
  }

  /**
   * Runs each kind of change on many keys, each exactly one fence; and lookups in between, which
   * take none and call nothing.
   */
  private Changes run() {
    Most put = Most.NONE;
    Most overwrite = Most.NONE;
    Most remove = Most.NONE;
    warmUp();
    for (long i = 0; i < ROUNDS; i++) {
      KeyIdentity key = FilePool.KEYS.of(i);
      put = count(put, () -> put(key));
      overwrite = count(overwrite, () -> put(key));
      assertEquals(
          Most.NONE,
          count(
              Most.NONE,
              () -> {
                assertNotNull(Values.read(store, key));
                assertNotNull(store.find(key));
                assertNull(store.find(FilePool.KEYS.of(-1L)));
              }),
          "hits and misses");
      remove = count(remove, () -> assertTrue(store.remove(key)));
      assertEquals(Most.NONE, count(Most.NONE, () -> assertNull(store.find(key))), "a miss");
      pool.records.sweep(); // as the caretaker does in time, or the class needs another chunk
    }
    return new Changes(put, overwrite, remove);
  }

  /** Gives the size class its chunk: what follows needs no other. */
  private void warmUp() {
    KeyIdentity other = FilePool.KEYS.of(-2L);
    put(other);
    put(other);
    assertTrue(store.remove(other));
    assertFalse(store.remove(other));
  }

  private void put(KeyIdentity key) {
    store.put(key, new byte[VALUE_BYTES], EntryRef.ETERNAL);
  }

  private Most count(Most before, Runnable operation) {
    MediumCounters counters = pool.medium.counters();
    long fences = counters.fences();
    long calls = counters.nativeCalls();
    operation.run();
    return before.and(counters.fences() - fences, counters.nativeCalls() - calls);
  }
}
