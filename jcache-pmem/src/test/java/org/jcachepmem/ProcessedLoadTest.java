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

import java.util.HashMap;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an entry processor does last counts, also after it has had its entry loaded. */
class ProcessedLoadTest {
  private final CacheFixture fixture = new CacheFixture();
  private final Map<String, String> database = new HashMap<>(Map.of("a", "row"));
  private final Cache<String, String> cache =
      fixture.cache(
          CacheFixture.strings()
              .setReadThrough(true)
              .setWriteThrough(true)
              .setCacheLoaderFactory(CacheFixture.of(new Rows(database)))
              .setCacheWriterFactory(CacheFixture.of(new Rows(database))));

  @AfterEach
  void close() {
    fixture.close();
  }

  private void invoke(EntryProcessor<String, String, String> processor) {
    cache.invoke("a", processor);
  }

  @Test
  void aRemovalOfWhatWasLoadedDeletesTheRow() {
    invoke(
        (entry, arguments) -> {
          assertEquals("row", entry.getValue());
          entry.remove();
          return null;
        });
    assertEquals(Map.of(), database);
    assertNull(cache.get("a"));
  }

  @Test
  void soDoesOneOfWhatWasLoadedAndSet() {
    invoke(
        (entry, arguments) -> {
          entry.setValue(entry.getValue() + "s");
          entry.remove();
          return null;
        });
    assertEquals(Map.of(), database);
  }

  @Test
  void whatWasRemovedIsNotLoadedAgain() {
    invoke(
        (entry, arguments) -> {
          entry.setValue("set");
          entry.remove();
          assertNull(entry.getValue());
          assertFalse(entry.exists());
          return null;
        });
    assertFalse(cache.containsKey("a"));
    assertEquals(Map.of("a", "row"), database); // nothing was done
  }

  @Test
  void whatWasRemovedAndSetAgainIsThere() {
    invoke(
        (entry, arguments) -> {
          entry.getValue();
          entry.remove();
          entry.setValue("new");
          assertEquals("new", entry.getValue());
          return null;
        });
    assertEquals("new", cache.get("a"));
    assertEquals(Map.of("a", "new"), database);
  }
}
