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
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The same mutants under plain kill -9 of real processes, to compare: what was flushed or fenced
 * makes no difference there, because the page cache outlives the process.
 */
final class KillSweep {
  private static final int BATCH = 16;
  private static final int POOL_BYTES = 256 << 10;
  private static final int MOST_DELAY_MILLIS = 250;

  /** Mutants of what makes stores durable. */
  private static final Pattern DURABILITY =
      Pattern.compile("(flush|fence|commit|copyInAndFlush)\\w*#\\d|fence later|commit before");

  private final List<Mutant> mutants;
  private final int kills;
  private final Random random;
  private final long deadline;
  private final Map<String, String> noticed = new TreeMap<>();
  private int lives;
  private int tried;

  KillSweep(List<Mutant> mutants, MutantOptions options) {
    this.mutants = mutants;
    this.kills = options.kills;
    this.random = new Random(options.seed);
    this.deadline = System.nanoTime() + options.seconds * 1_000_000_000L;
  }

  /** What each mutant was noticed by. */
  Map<String, String> noticed() {
    return noticed;
  }

  /** True if the product itself passed. */
  boolean run() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("killed-lives");
    try {
      for (int from = 0; from < mutants.size() && System.nanoTime() < deadline; from += BATCH) {
        List<Mutant> batch = mutants.subList(from, Math.min(mutants.size(), from + BATCH));
        batch(directory, batch);
        tried += batch.size();
        System.out.printf("%d of %d mutants, %d noticed%n", tried, mutants.size(), noticed.size());
      }
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
    boolean isGuilty = noticed.containsKey(KilledLives.PRODUCT);
    List<Mutant> seen = mutants.subList(0, tried);
    List<Mutant> durability =
        seen.stream().filter(m -> DURABILITY.matcher(m.name()).find()).toList();
    System.out.printf(
        "#row\tplanted bugs under kill -9\t%d\t%d\t%d\t%d\t%d\t%s%n",
        tried,
        lives,
        noticedOf(seen),
        mutants.size() - tried,
        isGuilty ? 1 : 0,
        noticedOf(seen)
            + " noticed; of "
            + durability.size()
            + " in flushes, fences and commits "
            + noticedOf(durability));
    return !isGuilty;
  }

  private long noticedOf(List<Mutant> some) {
    return some.stream().filter(m -> noticed.containsKey(m.name())).count();
  }

  private void batch(Path directory, List<Mutant> batch) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>(batch.stream().map(Mutant::name).toList());
    names.add(KilledLives.PRODUCT);
    Map<String, Integer> files = new TreeMap<>();
    for (String name : names) {
      files.put(name, files.size());
      KilledLives.prepare(directory.resolve(String.valueOf(files.get(name))), POOL_BYTES);
    }
    for (int life = 0; life <= kills && !names.isEmpty(); life++) {
      Path list = directory.resolve("names");
      Files.write(list, names.stream().map(name -> files.get(name) + "\t" + name).toList());
      live(directory, list, life < kills);
      names.removeIf(noticed::containsKey);
    }
  }

  /** One process; the last one of a batch only verifies. */
  private void live(Path directory, Path names, boolean writes)
      throws IOException, InterruptedException {
    lives++;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledLives.class.getName(),
                directory.toString(),
                String.valueOf(random.nextInt()),
                String.valueOf(writes),
                names.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      boolean isReady = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(KilledLives.NOTICED)) {
          String[] parts = line.substring(KilledLives.NOTICED.length()).split("\t", 2);
          noticed.put(parts[0], parts[1]);
        } else if (line.equals(KilledLives.READY) && writes) {
          isReady = true;
          Thread.sleep(random.nextInt(MOST_DELAY_MILLIS));
          process.toHandle().destroyForcibly(); // the other one closes the output, too
        } else {
          isReady |= line.equals(KilledLives.READY);
        }
      }
      if (!isReady) {
        throw new IllegalStateException("a process ended by itself: " + process.waitFor());
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
