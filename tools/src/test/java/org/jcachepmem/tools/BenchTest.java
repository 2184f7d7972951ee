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
package org.jcachepmem.tools;

import static org.jcachepmem.tools.Outcome.bad;
import static org.jcachepmem.tools.Outcome.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory's medium is measured, and nothing stays there. */
class BenchTest {
  @TempDir Path directory;

  @Test
  void eachMediumHasItsFigures() throws IOException {
    String text = good("bench", directory, "--seconds", 0.2, "--size", "4MiB").out();
    assertTrue(text.contains("JDK mapping, "), text);
    assertTrue(text.contains("store 1 KiB, flush, fence"), text);
    JsonArray media =
        good("bench", directory, "--seconds", 0.2, "--size", "4MiB", "--json")
            .json()
            .getAsJsonArray();
    for (int i = 0; i < media.size(); i++) {
      JsonArray figures = media.get(i).getAsJsonObject().getAsJsonArray("figures");
      assertEquals(7, figures.size());
      JsonObject first = figures.get(1).getAsJsonObject();
      assertTrue(first.get("p99Nanos").getAsDouble() >= first.get("medianNanos").getAsDouble());
      assertTrue(first.get("runs").getAsInt() >= 20);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertTrue(bad(3, "bench", directory.resolve("absent")).contains("is no directory"));
    bad(2, "bench", directory, "--size", "1MiB");
    bad(2, "bench", directory, "--seconds", 0);
  }
}
