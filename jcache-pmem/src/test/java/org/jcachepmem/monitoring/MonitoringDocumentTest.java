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
package org.jcachepmem.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.management.MBeanAttributeInfo;
import org.jcachepmem.PmemCache;
import org.jcachepmem.metrics.PmemCacheMetrics;
import org.jcachepmem.metrics.PmemPoolMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/monitoring.md has a row for each attribute, meter and event, and no other rows. */
class MonitoringDocumentTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([\\w.]+)` \\|");

  @TempDir Path directory;

  private static Set<String> rows(int section) throws IOException {
    Path inModule = Path.of("docs", "monitoring.md");
    Path document = Files.exists(inModule) ? inModule : Path.of("..").resolve(inModule);
    String text = Files.readString(document).split("(?m)^## \\d\\. ")[section];
    return FIRST_CELL
        .matcher(text)
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T> Set<String> names(Iterable<T> things, Function<T, String> name) {
    Set<String> names = new TreeSet<>();
    things.forEach(thing -> names.add(name.apply(thing)));
    return names;
  }

  @Test
  void attributes() throws Exception {
    try (WatchedPool pool = new WatchedPool(directory.resolve("document.pool"))) {
      pool.manager();
      MBeanAttributeInfo[] attributes =
          WatchedPool.server().getMBeanInfo(WatchedPool.name(pool.file.toString())).getAttributes();
      assertEquals(names(Arrays.asList(attributes), MBeanAttributeInfo::getName), rows(1));
    }
  }

  @Test
  void meters() throws Exception {
    try (WatchedPool pool = new WatchedPool(directory.resolve("document.pool"))) {
      Cache<Integer, String> cache = pool.cache("a", String.class);
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      new PmemPoolMetrics(pool.manager(), Tags.empty()).bindTo(registry);
      new PmemCacheMetrics(cache.unwrap(PmemCache.class), Tags.empty()).bindTo(registry);
      Set<String> bound = names(registry.getMeters(), meter -> meter.getId().getName());
      bound.removeIf(name -> !name.startsWith("cache.pmem."));
      assertEquals(bound, rows(2));
    }
  }

  @Test
  void events() throws IOException {
    assertEquals(names(FlightEventsTest.NAMES, name -> "org.jcachepmem." + name), rows(3));
  }
}
