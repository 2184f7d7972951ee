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
package org.jcachepmem.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BriefTableTest {
  private final BriefTable<Item> table = new BriefTable<>();

  private record Item(KeyIdentity key, int number) implements BriefTable.Keyed {}

  private static KeyIdentity key(int number) {
    return LongKey.untagged(number, Integer.BYTES);
  }

  private static List<Item> items(int count) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(new Item(key(i), i));
    }
    return items;
  }

  private Set<Item> all() {
    Set<Item> all = new HashSet<>();
    table.forEach(item -> assertTrue(all.add(item), () -> item + " comes twice"));
    return all;
  }

  @Test
  void oneItemHasAKey() {
    Item first = new Item(key(1), 1);
    assertNull(table.putIfAbsent(first));
    assertSame(first, table.putIfAbsent(new Item(key(1), 2)));
    table.remove(first);
    Item third = new Item(key(1), 3);
    assertNull(table.putIfAbsent(third));
    assertEquals(Set.of(third), all());
  }

  /** From no item in a bucket to several, to a map, and back to none. */
  @Test
  void thereIsRoomForAnyNumber() {
    for (int count : new int[] {2, 300, 2_000, 20_000}) {
      List<Item> items = items(count);
      items.forEach(item -> assertNull(table.putIfAbsent(item)));
      items.forEach(item -> assertSame(item, table.putIfAbsent(new Item(item.key(), -1))));
      assertEquals(new HashSet<>(items), all());
      for (int i = 0; i < count; i += 2) {
        table.remove(items.get(i));
      }
      assertEquals(count / 2, all().size());
      for (int i = 1; i < count; i += 2) {
        table.remove(items.get(i));
      }
      assertEquals(Set.of(), all());
    }
  }
}
