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

import java.nio.charset.StandardCharsets;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** Damage costs the damaged entries, never the cache. */
class DamageTest {
  private static final String MARK = "a mark that is found in the pool";

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Changes one byte of the only place in the pool that holds {@code text}. */
  private static void damage(PoolFixture fixture, String text) {
    byte[] all = new byte[(int) fixture.medium.sizeBytes()];
    fixture.medium.copyOut(0, all, 0, all.length);
    int at = new String(all, StandardCharsets.ISO_8859_1).indexOf(text);
    fixture.medium.copyIn(at, new byte[] {(byte) (all[at] ^ 1)}, 0, 1);
  }

  private static PoolFixture damaged(KeyIdentities<?> keys, KeyIdentity bad, KeyIdentity good) {
    PoolFixture fixture = PoolFixture.heap(8 << 20);
    EntryStore store = fixture.attach("a", keys);
    store.put(bad, text(MARK), EntryRef.ETERNAL);
    store.put(good, text("well"), EntryRef.ETERNAL);
    fixture.restart();
    damage(fixture, MARK);
    return fixture;
  }

  @Test
  void aDamagedValueIsAMissAndCounted() {
    KeyIdentity bad = Keys.CANONICAL.of("bad");
    KeyIdentity good = Keys.CANONICAL.of("good");
    try (PoolFixture fixture = damaged(Keys.CANONICAL, bad, good)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      assertNull(Values.read(store, bad));
      assertEquals(1, store.counters().damaged());
      assertEquals(1, store.count());
      assertNotNull(Values.read(store, good));
      assertFalse(store.remove(bad));
      store.put(bad, text("new"), EntryRef.ETERNAL);
      fixture.restart();
      assertNotNull(Values.read(fixture.attach("a", Keys.CANONICAL), bad));
    }
  }

  @Test
  void aDamagedValueIsReplacedOrRemovedLikeAnyOther() {
    KeyIdentity bad = Keys.LOOSE.of(new Keys.Word("bad"));
    KeyIdentity good = Keys.LOOSE.of(new Keys.Word("good"));
    try (PoolFixture fixture = damaged(Keys.LOOSE, bad, good)) {
      EntryStore store = fixture.attach("a", Keys.LOOSE);
      store.put(Keys.LOOSE.of(new Keys.Word("BAD   ")), text("new"), EntryRef.ETERNAL);
      assertEquals("new", new String(Values.read(store, bad), StandardCharsets.UTF_8));
      assertEquals(2, store.count());
      assertEquals(true, store.remove(bad));
      fixture.restart();
      assertEquals(1, fixture.attach("a", Keys.LOOSE).count());
    }
  }

  @Test
  void aDamagedKeyIsAMiss() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      store.put(Keys.CANONICAL.of(MARK), text("one"), EntryRef.ETERNAL);
      store.put(Keys.CANONICAL.of("good"), text("two"), EntryRef.ETERNAL);
      fixture.restart();
      damage(fixture, MARK);
      EntryStore again = fixture.attach("a", Keys.CANONICAL);
      assertNull(again.find(Keys.CANONICAL.of(MARK)));
      int[] keys = {0};
      again.keys().forEachRemaining(key -> keys[0]++);
      assertEquals(1, keys[0]);
      again.clear();
      assertEquals(0, again.count());
    }
  }
}
