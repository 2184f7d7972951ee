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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What we rely on Caffeine for. */
class CaffeineIndexTest {
  private final List<EntryRef> evicted = new ArrayList<>();
  private final CaffeineIndex index =
      new CaffeineIndex(
          EntryRef::valueLength,
          KeyIdentity.class::cast,
          (key, entry) -> evicted.add(entry),
          Assertions::fail);

  private static KeyIdentity key(String text) {
    return Keys.LOOSE.of(new Keys.Word(text)).detached();
  }

  private static EntryRef entry(int bytes) {
    return EntryRef.of(0, 1, bytes, EntryRef.ETERNAL, true);
  }

  @Test
  void theFirstKeyObjectIsKept() {
    KeyIdentity first = key("one");
    index.publish(first, entry(16));
    assertSame(first, index.keys().next());
    EntryRef second = entry(32);
    index.publish(key("ONE "), second);
    assertSame(first, index.keys().next());
    assertSame(second, index.peek(key("one")));
    assertNull(index.peek(key("two")));
  }

  @Test
  void evictionHappensInTheCallThatCausesIt() {
    index.maximum(1600);
    for (int i = 0; i < 100; i++) {
      index.publish(key("key" + i), entry(160));
      assertTrue(index.count() <= 10, i + ": " + index.count());
      assertEquals(i + 1, index.count() + evicted.size());
    }
    index.maximum(480);
    assertEquals(3, index.count());
    index.evict(160);
    assertEquals(2, index.count());
    index.publish(key("one more"), entry(160));
    assertEquals(3, index.count(), "the maximum has stayed");
  }

  @Test
  void anEntryAboveTheMaximumIsEvictedAtOnce() {
    index.maximum(1600);
    EntryRef large = entry(1616);
    index.publish(key("large"), large);
    assertNull(index.peek(key("large")));
    assertEquals(List.of(large), evicted);
  }

  @Test
  void removalAndReplacementAreNoEvictions() {
    EntryRef one = entry(16);
    EntryRef two = entry(16);
    index.publish(key("key"), one);
    index.publish(key("key"), two);
    assertFalse(index.forget(key("key"), one));
    assertTrue(index.forget(key("key"), two));
    index.publish(key("key"), one);
    assertFalse(index.drop(key("key"), two, (key, entry) -> true));
    assertTrue(index.drop(key("key"), one, (key, entry) -> true));
    assertEquals(0, index.count());
    assertEquals(List.of(), evicted);
  }

  @Test
  void whileNothingIsEvictedSomeUsesCountAndAfterwardsAll() {
    index.maximum(1600);
    for (int i = 0; i < 10; i++) {
      index.publish(key("key" + i), entry(160));
    }
    for (int i = 0; i < 10; i++) {
      index.get(key("key0"), CaffeineIndex.CALM_SAMPLE);
      index.get(key("key1"), 1);
    }
    index.evict(160 * 8);
    assertNotNull(index.peek(key("key0")), "used and counted");
    assertNull(index.peek(key("key1")), "used and not counted");

    for (int i = 0; i < 8; i++) {
      index.publish(key("new key" + i), entry(160));
    }
    for (int i = 0; i < 20; i++) {
      index.get(key("new key3"), 1);
    }
    index.evict(160 * 8);
    assertNotNull(index.peek(key("new key3")), "an eviction makes every use count");
  }

  /** Each use would, and all readers would write to one cache line. */
  @Test
  void usesThatAreNotOfTheSampleDoNotMakeItCalm() {
    makeAlert();
    for (int i = 0; i < 1 << 17; i++) {
      index.get(key("other"), 1 + i % (CaffeineIndex.CALM_SAMPLE - 1));
    }
    assertTrue(countsEveryUse());
  }

  @Test
  void aSampleOfManyUsesMakesItCalm() {
    makeAlert();
    for (int i = 0; i < 1 << 16; i++) {
      index.get(key("other"), i);
    }
    assertFalse(countsEveryUse());
  }

  private void makeAlert() {
    index.maximum(1600);
    index.publish(key("too large"), entry(1616));
    assertEquals(1, evicted.size());
    index.publish(key("other"), entry(160));
  }

  /** Whether an entry is kept for uses that are not of the sample. */
  private boolean countsEveryUse() {
    for (int i = 0; i < 9; i++) {
      index.publish(key("key" + i), entry(160));
    }
    for (int i = 0; i < 20; i++) {
      index.get(key("key3"), 1);
    }
    index.evict(160 * 8);
    return index.peek(key("key3")) != null;
  }

  @Test
  void weightsBeyondAnIntAreBounded() {
    index.publish(key("huge"), entry(Integer.MAX_VALUE));
    index.publish(key("huge too"), entry(Integer.MAX_VALUE));
    index.maximum(3L << 30);
    assertEquals(1, index.count());
  }
}
