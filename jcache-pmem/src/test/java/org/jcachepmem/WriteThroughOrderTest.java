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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stored record is gone before the writer is called, and back if the writer fails. */
class WriteThroughOrderTest {

  private final CacheFixture fixture = new CacheFixture();
  private final List<String> calls = fixture.pool.calls;
  private Cache<String, String> cache;
  private boolean failing;

  /** Records its calls among those of the store; batches fail after their first element. */
  private final class Writer implements CacheWriter<String, String> {

    private void call(String what) {
      calls.add("writer." + what);
      if (failing) {
        throw new IllegalArgumentException("no");
      }
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      call("write " + entry.getKey());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      Iterator<Cache.Entry<? extends String, ? extends String>> each = entries.iterator();
      each.next();
      each.remove();
      call("writeAll");
    }

    @Override
    public void delete(Object key) {
      call("delete " + key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      call("deleteAll");
    }
  }

  @BeforeEach
  void open() {
    cache =
        fixture.cache(
            CacheFixture.strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(CacheFixture.of(new Writer())));
    cache.put("a", "old");
    fixture.changes();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void putInvalidatesThenWritesThenPuts() {
    cache.put("a", "new");
    assertEquals(List.of("remove \"a\"", "writer.write a", "put \"a\""), quoted());
  }

  @Test
  void removeInvalidatesThenDeletes() {
    assertTrue(cache.remove("a"));
    assertEquals(List.of("remove \"a\"", "writer.delete a"), quoted());
  }

  @Test
  void invokeInvalidatesToo() {
    cache.<Void>invoke(
        "a",
        (entry, arguments) -> {
          entry.setValue("new");
          return null;
        });
    assertEquals(List.of("remove \"a\"", "writer.write a", "put \"a\""), quoted());
  }

  @Test
  void batchesInvalidateAllFirst() {
    cache.putAll(Map.of("a", "new", "b", "new"));
    List<String> order = quoted();
    assertEquals("writer.writeAll", order.get(2));
    assertEquals(Set.of("remove \"a\"", "remove \"b\""), Set.copyOf(order.subList(0, 2)));
    assertEquals(Set.of("put \"a\"", "put \"b\""), Set.copyOf(order.subList(3, 5)));
  }

  /** Which has them share a fence where that is worth it. */
  @Test
  void whatOneCallRemovesIsRemovedTogether() {
    cache.putAll(Map.of("a", "new", "b", "new"));
    cache.removeAll(Set.of("a", "b", "c"));
    Cache<String, String> plain = fixture.manager().createCache("plain", CacheFixture.strings());
    plain.putAll(Map.of("a", "1", "b", "2"));
    plain.removeAll(Set.of("a", "b", "c", "d"));
    assertEquals(List.of(2, 3, 4), fixture.pool.removedTogether);
  }

  @Test
  void failedWriteLeavesTheCacheAsItWas() {
    failing = true;
    CacheWriterException e = assertThrows(CacheWriterException.class, () -> cache.put("a", "new"));
    assertEquals(IllegalArgumentException.class, e.getCause().getClass());
    assertEquals("old", cache.get("a"));
    assertThrows(CacheWriterException.class, () -> cache.put("b", "new"));
    assertNull(cache.get("b"));
    assertThrows(CacheWriterException.class, () -> cache.remove("a"));
    assertEquals("old", cache.get("a"));
    assertThrows(CacheWriterException.class, () -> cache.removeAll(Set.of("a")));
    assertEquals("old", cache.get("a"));
  }

  @Test
  void failedBatchStoresWhatWasWritten() {
    failing = true;
    assertThrows(CacheWriterException.class, () -> cache.putAll(Map.of("x", "1", "y", "2")));
    assertTrue(cache.containsKey("x") ^ cache.containsKey("y"), "one of two was written");
  }

  @Test
  void failedPutKeepsTheTimeOfExpiry() {
    failing = true;
    assertThrows(CacheWriterException.class, () -> cache.replace("a", "new"));
    fixture.clock.addAndGet(1_000_000);
    assertFalse(cache.remove("a", "new"));
    assertEquals("old", cache.get("a"));
  }

  private List<String> quoted() {
    return fixture.changes();
  }
}
