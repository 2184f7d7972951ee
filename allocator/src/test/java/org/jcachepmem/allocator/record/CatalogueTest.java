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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** The limits of the catalogue, on the smallest pool of the standard format. */
class CatalogueTest {
  private static final int MOST_CACHES = 4096;
  private static final int MOST_NAME_BYTES = 1024;
  private static final long NOW = 1_700_000_000_000L;

  private final HeapMedium medium = new HeapMedium(8 << 20);

  private RecordStore open() {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
  }

  private static CatalogueEntry entry(String namespace, String name) {
    return new CatalogueEntry(
        0, namespace, name, "java.lang.Object", "any/1", "java.lang.Object", "any/1", 0, false);
  }

  @Test
  void thePoolHas4096CachesAndOneMoreIsAnError() {
    Pool.format(medium, FormatOptions.standard(NOW));
    RecordStore records = open();
    for (int i = 0; i < MOST_CACHES; i++) {
      records.catalogue().create(entry("limit", "cache-" + i));
    }
    CatalogueFullException full =
        assertThrows(
            CatalogueFullException.class,
            () -> records.catalogue().create(entry("limit", "one-more")));
    assertTrue(full.getMessage().contains("one-more"), full.getMessage());
    assertTrue(full.getMessage().contains("" + MOST_CACHES), full.getMessage());
    records.close();

    RecordStore again = open();
    assertEquals(MOST_CACHES, again.catalogue().entries().size());
    CatalogueEntry first = again.catalogue().find("limit", "cache-0");
    again.catalogue().destroy(first, (epoch, dropped) -> {});
    assertEquals(first.id(), again.catalogue().create(entry("limit", "one-more")).id());
    again.close();
    assertTrue(PoolCheck.run(medium).isSound());
  }

  @Test
  void namesHaveAKibibyteOfUtf8AndOneMoreByteIsAnError() {
    Pool.format(medium, FormatOptions.standard(NOW));
    RecordStore records = open();
    String longest = "ü".repeat(MOST_NAME_BYTES / 2);
    records.catalogue().create(entry(longest, longest));
    for (CatalogueEntry tooLong :
        new CatalogueEntry[] {entry(longest + "x", "name"), entry("namespace", longest + "x")}) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> records.catalogue().create(tooLong));
      assertTrue(refusal.getMessage().contains("1025"), refusal.getMessage());
    }
    records.close();
    RecordStore again = open();
    assertEquals(longest, again.catalogue().find(longest, longest).name());
    assertNull(again.catalogue().find("namespace", longest));
    assertEquals(1, again.catalogue().entries().size());
  }
}
