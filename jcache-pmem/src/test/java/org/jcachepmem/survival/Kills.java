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
package org.jcachepmem.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * kill -9, again and again, of a JVM whose threads use caches by the public API: at random moments
 * of its writing, its recovery, its reading, its closing; with flushes and fences of the CPU, msync
 * of libpmem and the JDK's mapping; in all modes of durability, because each of them promises that
 * a kill costs nothing. Each life reads what the ones before it left; the judge of the journals
 * says whether that is possible.
 *
 * <p>{@code Kills [SECONDS] [--seconds N] [--lives N] [--lanes N] [--seed N] [--dir D]}, or {@code
 * Kills --replay D} to judge once more what a violation left in D. With {@code --record FILE} what
 * the run comes to is added to that file, and {@code --until N} goes on until all runs in it have
 * killed so many lives. The seed decides the settings, the moments and each thread's operations,
 * but not how threads and kills interleave.
 */
public final class Kills {

  private static final long PROGRESS_SECONDS = 30;
  private static final long FEW_LIVES = 10;

  private final Map<String, String> options;
  private final Tally tally = new Tally();
  private @Nullable KillRecord record;

  private Kills(Map<String, String> options) {
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--") && i + 1 < args.length) {
        options.put(args[i].substring(2), args[++i]);
      } else {
        options.put("seconds", args[i]);
      }
    }
    String replay = options.get("replay");
    if (replay != null) {
      System.exit(Replay.run(new LaneFiles(Path.of(replay))) ? 0 : 1);
    }
    Kills kills = new Kills(options);
    System.exit(kills.run() ? 0 : 1);
  }

  /** Runs, for a test. What a violation leaves is kept, and printed where. */
  static Tally run(Map<String, String> options) throws IOException {
    Kills kills = new Kills(options);
    kills.run();
    return kills.tally;
  }

  private long number(String option, long otherwise) {
    String given = options.get(option);
    return given == null ? otherwise : Long.parseLong(given);
  }

  /** True if nothing was violated. */
  private boolean run() throws IOException {
    long seed = number("seed", System.nanoTime());
    int lanes = (int) number("lanes", 1);
    record = record(seed);
    long lives = lives();
    long seconds = number("seconds", lives == Long.MAX_VALUE ? 60 : TimeUnit.DAYS.toSeconds(1));
    Path root =
        Files.createTempDirectory(Path.of(options.getOrDefault("dir", fastest())), "kills-");
    System.out.println("Kills: --seed " + seed + " --lanes " + lanes + ", in " + root);
    BooleanSupplier another = another(lives, seconds);
    Path classes = root.resolve("classes");
    ClassArchive archive = lives < FEW_LIVES ? ClassArchive.none() : ClassArchive.create(classes);
    SplittableRandom random = new SplittableRandom(seed);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      Path directory = Files.createDirectories(root.resolve("lane-" + i));
      Lane lane = new Lane(new LaneFiles(directory), archive, random.split(), tally);
      Thread thread = new Thread(() -> live(lane, another), "lane-" + i);
      threads.add(thread);
      thread.start();
    }
    await(threads);
    note();
    tally.print(System.out, lanes);
    tell(root);
    return tally.violations().isEmpty();
  }

  private @Nullable KillRecord record(long seed) throws IOException {
    String file = options.get("record");
    return file == null ? null : new KillRecord(Path.of(file), seed);
  }

  /** How many at most. */
  private long lives() {
    long lives = number("lives", Long.MAX_VALUE);
    if (!options.containsKey("until")) {
      return lives;
    }
    if (record == null) {
      throw new IllegalArgumentException("--until N counts what --record FILE has: name a file");
    }
    return Math.min(lives, Math.max(0, number("until", 0) - record.kills()));
  }

  /** Notes what the lives have come to. */
  private void note() throws IOException {
    if (record != null && tally.lives() > 0) {
      record.write(tally.totals());
    }
  }

  /**
   * A file system in memory, where there is one: it outlives a kill, and nobody waits for a disk.
   */
  private static String fastest() {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? memory.toString() : System.getProperty("java.io.tmpdir");
  }

  private BooleanSupplier another(long lives, long seconds) {
    AtomicLong left = new AtomicLong(lives);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    return () ->
        System.nanoTime() < end && left.getAndDecrement() > 0 && tally.violations().isEmpty();
  }

  private void live(Lane lane, BooleanSupplier another) {
    try {
      lane.run(another);
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      tally.violation(Setting.JDK_MAPPING, Thread.currentThread().getName() + ": " + e);
    }
  }

  private void await(List<Thread> threads) throws IOException {
    long told = System.nanoTime();
    try {
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          thread.join(TimeUnit.SECONDS.toMillis(1));
          if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)) {
            told = System.nanoTime();
            System.out.println(tally.progress());
            note();
          }
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void tell(Path root) throws IOException {
    for (String violation : tally.violations()) {
      System.out.println("VIOLATION " + violation);
    }
    if (!tally.violations().isEmpty()) {
      System.out.println(
          "Pools, journals and standard errors are kept: judge them again by"
              + " org.jcachepmem.survival.Kills --replay "
              + root.resolve("lane-N"));
    } else {
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).forEach(Kills::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
