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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/**
 * Two stripes give the same sequence numbers. So a slot may have the tombstone of one key with the
 * very number that the next record in it has, of a key of the other stripe: were the entry not VOID
 * while its words change, it would be, a moment before it is LIVE, a tombstone of the new key that
 * matches its checksum, and hide the value that still stands.
 */
class EqualNumbersTest {
  private static final String CACHE = "numbers";

  private final RecordingMedium medium = new RecordingMedium(64 << 10);
  private TestCache cache;

  @Test
  void anUnfinishedPutIntoTheSlotOfATombstoneOfTheSameNumberHidesNothing() {
    Pool.format(medium, FormatOptions.small(3));
    cache = open(medium);
    String left = "a";
    String right = ofAnotherStripe(left);
    int version = 0;
    do {
      version++;
      put(number(left) <= number(right) ? left : right, version);
    } while (number(left) != number(right) + 1);
    long number = number(left);
    long slot = cache.index.get(left).offset();
    String before = read(medium.killImage(), right);
    assertTrue(cache.remove(left));
    cache.records.settleAll();

    byte[] value = value(right, version + 1);
    Reservation reservation = reserve(slot, value.length);
    Set<String> may = Set.of(before, TestCache.digest(value));
    int[] steps = {0};
    medium.onStep(
        () -> {
          steps[0]++;
          String found = read(medium.killImage(), right);
          assertTrue(may.contains(found), () -> found + " before step " + steps[0]);
          medium.crashImages(
              1,
              200,
              image -> assertTrue(may.contains(read(image, right)), () -> read(image, right)));
        });
    cache.put(right, value, reservation);
    medium.onStep(() -> {});
    assertEquals(number, number(right));
    assertTrue(steps[0] > 5);
  }

  private String ofAnotherStripe(String key) {
    return IntStream.range(1, 20)
        .mapToObj(i -> String.valueOf((char) (key.charAt(0) + i)))
        .filter(
            other -> cache.records.stripe(other.hashCode()) != cache.records.stripe(key.hashCode()))
        .findFirst()
        .orElseThrow();
  }

  private static TestCache open(Medium on) {
    return new TestCache(RecordStore.open(Pool.mount(on), RecordOptions.quiet(2)), CACHE);
  }

  private void put(String key, int version) {
    cache.put(key, value(key, version));
  }

  private static byte[] value(String key, int version) {
    return TestCache.value(key, version, 40);
  }

  private long number(String key) {
    EntryRef entry = cache.index.get(key);
    return entry == null ? 0 : cache.records.sequence(entry);
  }

  /** That very slot. */
  private Reservation reserve(long slot, int valueLength) {
    List<Reservation> others = new ArrayList<>();
    Reservation reservation = cache.records.reserve(1, valueLength);
    while (reservation.offset() != slot) {
      others.add(reservation);
      reservation = cache.records.reserve(1, valueLength);
    }
    others.forEach(cache.records::cancel);
    return reservation;
  }

  private static String read(HeapMedium image, String key) {
    return TestCache.digest(open(image).get(key));
  }
}
