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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.EntryStore.Write;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutBacksTest {
  private static final KeyIdentity KEY = Keys.CANONICAL.of("key");
  private static final Write OLD = new Write(KEY, new byte[] {1, 2, 3}, EntryRef.ETERNAL);

  private final PoolFixture fixture = PoolFixture.heap(8L << 20);
  private final PooledEntries store = fixture.attach("cache", Keys.CANONICAL);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatWasRemovedIsPutBack() {
    int before = store.clears();
    store.putBack(OLD, before);
    assertArrayEquals(OLD.value(), store.read(store.find(KEY)));
  }

  /** Whoever asked for the clear: the application, or the loss of what the cache lives with. */
  @Test
  void whatWasRemovedBeforeAClearIsNot() {
    int before = store.clears();
    store.clear("test");
    store.putBack(OLD, before);
    assertNull(store.find(KEY));
    store.putBack(OLD, store.clears());
    assertArrayEquals(OLD.value(), store.read(store.find(KEY)));
  }
}
