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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.StoppedException;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** A pool that has stopped goes on being read, and who watches it is told. */
class StoppedSessionTest {
  @Test
  void aStoppedPoolIsNotUsable() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      SharedPoolSession session = fixture.session("watched");
      assertTrue(session.figures().usable());
      fixture.records.life().stop(new OutOfMemoryError("planted"));
      assertFalse(session.figures().usable());
      fixture.kill();
      assertTrue(fixture.session("watched").figures().usable());
    }
  }

  /** With a policy that reckons from the last access, each read changes when its entry expires. */
  @Test
  void anAccessProlongsALifeForThisSessionAndShortensNone() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      PooledEntries store = fixture.attach("read", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      store.put(key, new byte[] {1}, 1_700_000_100_000L);
      EntryRef entry = Objects.requireNonNull(store.find(key));
      fixture.records.life().stop(new OutOfMemoryError("planted"));
      store.touch(key, entry, entry.version(), 1_700_000_200_000L);
      assertEquals(1_700_000_200_000L, entry.expiryMillis());
      assertThrows(
          StoppedException.class,
          () -> store.touch(key, entry, entry.version(), 1_700_000_150_000L));
      assertEquals(1_700_000_200_000L, entry.expiryMillis());
      fixture.kill();
      PooledEntries again = fixture.attach("read", Keys.CANONICAL);
      assertEquals(1_700_000_100_000L, Objects.requireNonNull(again.find(key)).expiryMillis());
    }
  }
}
