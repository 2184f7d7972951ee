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
package org.jcachepmem.allocator.mutant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of mutants, by name, in two resources: of some that they are equivalent to the
 * product, with the argument; of the others with which seed a hunt found them the last time.
 */
final class KnownMutants {
  private static final String EQUIVALENT = "equivalent.txt";
  private static final String SEEDS = "seeds.txt";

  private KnownMutants() {}

  /** The arguments of those that can't be found. */
  static Map<String, String> equivalents() {
    return read(EQUIVALENT);
  }

  /** The seeds to try first. */
  static Map<String, Long> seeds() {
    Map<String, Long> seeds = new TreeMap<>();
    read(SEEDS).forEach((name, seed) -> seeds.put(name, Long.valueOf(seed)));
    return seeds;
  }

  /** Lines of a name, a tab and the rest; those that begin with # are comments. */
  private static Map<String, String> read(String resource) {
    Map<String, String> known = new TreeMap<>();
    try (InputStream in = KnownMutants.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\t", 2);
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (parts.length != 2 || known.put(parts[0], parts[1]) != null) {
          throw new IllegalStateException(resource + ": no tab, or a second time: " + line);
        }
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the resource of seeds. */
  static void writeSeeds(Path file, Map<String, Long> seeds) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "# mutant, tab, the seed of the hunt that found it; written by PlantedBugs\n");
    new TreeMap<>(seeds)
        .forEach((name, seed) -> text.append(name).append('\t').append(seed).append('\n'));
    Files.writeString(file, text);
  }
}
