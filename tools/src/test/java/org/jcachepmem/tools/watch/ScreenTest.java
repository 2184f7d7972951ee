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
package org.jcachepmem.tools.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pool's bean in a few lines, whichever attributes it has. */
class ScreenTest {
  private static final long SECOND = 1_000_000_000L;

  private static Sample sample(long nanos, Map<String, Object> pool) {
    return new Sample(nanos, List.of(new Bean("id", "app.pool", pool)), List.of());
  }

  @Test
  void ratesAreWhatChangedBetweenTwoLooks() {
    Sample before = sample(0, Map.of("Fences", 100L, "Evictions", 7L));
    Map<String, Object> values =
        Map.ofEntries(
            Map.entry("Medium", "libpmem 1.1, CLWB"),
            Map.entry("Durability", "sync"),
            Map.entry("SizeBytes", 64L << 20),
            Map.entry("UsedBytes", 16L << 20),
            Map.entry("Fragmentation", 0.125),
            Map.entry("Fences", 300L),
            Map.entry("Evictions", 3L),
            Map.entry("CommitMicrosP50", 1500.0),
            Map.entry("RecoveryClean", true),
            Map.entry("Usable", false));
    List<String> lines = Screen.of(sample(2 * SECOND, values), before);
    assertEquals("pool app.pool, libpmem 1.1, CLWB, sync", lines.get(0));
    String text = String.join("\n", lines);
    assertTrue(text.contains("] 16.0 MiB of 64.0 MiB, 13 % fragmented, 0 B to settle"), text);
    assertTrue(text.contains("fences 100/s"), text);
    assertTrue(text.contains("evicted 0/s"), text);
    assertTrue(text.contains("median 1.5 ms"), text);
    assertTrue(text.contains("after a clean close; THE MEDIUM HAS FAILED"), text);
    assertTrue(text.contains("set caches.default.statistics = true"), text);
  }

  @Test
  void aBeanOfAnotherVersionLacksAttributesAndIsShown() {
    assertEquals("pool app.pool, , ", Screen.of(sample(0, Map.of()), null).get(0));
  }
}
