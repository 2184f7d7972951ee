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

import java.util.Iterator;
import java.util.Random;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a full pool is keys and values, and how much is what we need beside them. */
class DensityTest {
  private static final long SEED = 11;

  @ParameterizedTest
  @CsvSource({
    "32, 512, 1536, 0.85",
    "32, 64, 192, 0.70",
  })
  void aFullPoolIsMostlyKeysAndValues(int mebibytes, int from, int to, double least) {
    long poolBytes = (long) mebibytes << 20;
    try (FilePool pool = FilePool.create(poolBytes, MediumChoice.JDK)) {
      EntryStore store = pool.store();
      Random random = new Random(SEED);
      long written = 0;
      for (long key = 0; written < poolBytes + poolBytes / 4; key++) {
        byte[] value = new byte[from + random.nextInt(to - from + 1)];
        store.put(FilePool.KEYS.of(key), value, EntryRef.ETERNAL);
        written += value.length + Long.BYTES;
      }
      assertTrue(store.counters().evictions() > 0, "the pool is full");
      assertEquals(0, store.counters().refused());
      long kept = 0;
      for (Iterator<KeyIdentity> keys = store.keys(); keys.hasNext(); ) {
        KeyIdentity key = keys.next();
        EntryRef entry = store.find(key);
        kept += entry == null ? 0 : entry.valueLength() + key.bytes().length;
      }
      double density = (double) kept / poolBytes;
      System.out.printf(
          "Values of %d to %d B in a full pool of %d MiB: %.3f of it is keys and values%n",
          from, to, mebibytes, density);
      assertTrue(density >= least, density + " is less than " + least);
    }
  }
}
