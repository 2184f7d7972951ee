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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A full little pool under random operations, cut off again and again by power loss and kill -9.
 * What the cache had is there afterwards; what it had removed is not; what it had evicted may come
 * back, but never in an older version.
 */
class PowerLossTest {
  private static final int KEYS = 40;
  private static final int REMOVED = -1;

  private final Map<Integer, Integer> acknowledged = new HashMap<>();
  private PoolFixture fixture;
  private EntryStore store;
  private boolean loose;
  private String seed;

  private KeyIdentities<?> keys() {
    return loose ? Keys.LOOSE : Keys.CANONICAL;
  }

  /** The key under one of its spellings. */
  private KeyIdentity key(int number, Random random) {
    String text = "key" + number;
    if (!loose) {
      return Keys.CANONICAL.of(text);
    }
    String spelt = random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT);
    return Keys.LOOSE.of(new Keys.Word(spelt + " ".repeat(random.nextInt(3))));
  }

  @ParameterizedTest
  @CsvSource({"1,false", "2,false", "3,true", "4,true"})
  void nothingAcknowledgedIsLostAndNothingRemovedComesBack(long randomSeed, boolean objects) {
    loose = objects;
    seed = "seed " + randomSeed + ", keys as objects " + objects;
    Random random = new Random(randomSeed);
    try (PoolFixture opened = PoolFixture.recording(256 << 10)) {
      fixture = opened;
      store = fixture.attach("a", keys());
      for (int step = 0; step < 2500; step++) {
        change(random, step);
        if (step % 50 == 49) {
          loseThePower(random);
        }
        if (step % 250 == 249) {
          Map<Integer, Integer> before = present(random);
          fixture.kill();
          store = fixture.attach("a", keys());
          compare(before, store, random);
        } else if (step % 400 == 399) {
          fixture.restart();
          store = fixture.attach("a", keys());
        }
      }
      assertTrue(store.counters().refused() == 0, seed);
    }
  }

  private void change(Random random, int step) {
    int number = random.nextInt(KEYS);
    KeyIdentity key = key(number, random);
    int dice = random.nextInt(100);
    if (dice < 65) {
      int length = random.nextInt(1 << (4 + random.nextInt(11)));
      store.put(key, Values.of("" + number, step, length), EntryRef.ETERNAL);
      acknowledged.put(number, step);
    } else if (dice < 88) {
      store.remove(key);
      acknowledged.put(number, REMOVED);
    } else if (dice < 95) {
      Values.read(store, key);
    } else if (dice < 98) {
      EntryRef entry = store.find(key);
      if (entry != null) {
        store.dropExpired(key, entry, EntryRef.ETERNAL, true);
      }
    } else if (dice < 99) {
      store.clear();
      acknowledged.replaceAll((any, value) -> REMOVED);
    } else {
      fixture.records.settleAll();
    }
  }

  /** What the store has at this moment. */
  private Map<Integer, Integer> present(Random random) {
    Map<Integer, Integer> present = new HashMap<>();
    for (int number = 0; number < KEYS; number++) {
      byte[] value = Values.read(store, key(number, random));
      if (value != null) {
        present.put(number, Values.check("" + number, value));
        assertEquals(acknowledged.get(number), present.get(number), seed);
      }
    }
    return present;
  }

  private void loseThePower(Random random) {
    Map<Integer, Integer> present = present(random);
    ((RecordingMedium) fixture.medium)
        .crashImages(random.nextLong(), 3, image -> compareImage(present, image, random));
  }

  private void compareImage(Map<Integer, Integer> present, Medium image, Random random) {
    RecordStore records =
        RecordStore.open(Pool.mount(image), RecordOptions.quiet(PoolFixture.STRIPES));
    SharedPool pool = PoolFixture.shared(records, 1 << 30, () -> 0);
    compare(present, pool.attach("crash", PoolFixture.stored("a", 0, false), keys()), random);
  }

  private void compare(Map<Integer, Integer> present, EntryStore after, Random random) {
    for (int number = 0; number < KEYS; number++) {
      byte[] value = Values.read(after, key(number, random));
      int last = acknowledged.getOrDefault(number, REMOVED);
      if (present.containsKey(number)) {
        assertNotNull(value, seed + ": key " + number + " is lost");
      }
      if (last == REMOVED) {
        assertNull(value, seed + ": key " + number + " came back");
      } else if (value != null) {
        assertEquals(last, Values.check("" + number, value), seed + ": key " + number);
      }
    }
  }
}
