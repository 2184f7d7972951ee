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
package org.jcachepmem.allocator.simulator;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs simulations for a while, under every crash model, and says what they saw: {@code --seconds
 * 60 --seed 1 --threads 2}; with {@code --least-images} it goes on until it has seen as many, for
 * twice the time at most. {@code --replay MODEL SEED [--skip 3,4]} runs one again.
 */
public final class Simulator {
  private static final int LARGE_POOL = 1 << 20;
  private static final long NANOS = 1_000_000_000L;

  /** What is simulated, and its share of the time. */
  private enum Part {
    KILL("kill -9, each store", CrashModel.KILL, 12),
    ADR("power loss, x86 ADR, lines", CrashModel.ADR, 40),
    EADR("power loss, eADR", CrashModel.EADR, 8),
    SECTORS("page cache, sectors, failing msync", CrashModel.SECTORS, 18),
    PAGES("page cache, pages, failing msync", CrashModel.PAGES, 14),
    RECOVERY("power loss, x86 ADR, and again at every fence of each recovery", CrashModel.ADR, 10),
    LARGE("power loss, x86 ADR, pool of 1 MiB", CrashModel.ADR, 8);

    final String description;
    final CrashModel model;
    final int share;

    Part(String description, CrashModel model, int share) {
      this.description = description;
      this.model = model;
      this.share = share;
    }

    Settings settings(long seed) {
      Settings settings = Settings.of(model, seed);
      return switch (this) {
        case LARGE -> settings.withPool(LARGE_POOL);
        case RECOVERY -> settings.tiny();
        default -> settings;
      };
    }

    Effort effort() {
      return switch (this) {
        case LARGE -> Effort.QUICK;
        case RECOVERY -> Effort.EVERY_RECOVERY;
        default -> Effort.STANDARD;
      };
    }
  }

  private final Map<Part, Tally> tallies = new EnumMap<>(Part.class);
  private final Map<Part, Long> nextSeed = new EnumMap<>(Part.class);
  private final Map<Part, Long> spentNanos = new EnumMap<>(Part.class);
  private final long deadline;
  private final long lastDeadline;
  private final long leastImages;
  private @Nullable Violation violation;
  private @Nullable Settings violated;

  private Simulator(long seconds, long firstSeed, long leastImages) {
    deadline = System.nanoTime() + seconds * NANOS;
    lastDeadline = deadline + seconds * NANOS;
    this.leastImages = leastImages;
    for (Part part : Part.values()) {
      tallies.put(part, new Tally());
      nextSeed.put(part, firstSeed);
      spentNanos.put(part, 0L);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    int replay = Arrays.asList(args).indexOf("--replay");
    if (replay >= 0) {
      Settings settings =
          Settings.of(CrashModel.valueOf(args[replay + 1]), Long.parseLong(args[replay + 2]));
      String skip = option(args, "--skip", "");
      Set<Integer> skipped =
          Arrays.stream(skip.split(","))
              .filter(each -> !each.isEmpty())
              .map(Integer::valueOf)
              .collect(Collectors.toCollection(TreeSet::new));
      String found = new Minimiser(settings, Part.ADR.effort(), skipped).minimise();
      System.out.println(found == null ? "no violation" : found);
      System.exit(found == null ? 0 : 1);
    }
    long seed = Long.parseLong(option(args, "--seed", "1"));
    Simulator simulator =
        new Simulator(
            Long.parseLong(option(args, "--seconds", "60")),
            seed,
            Long.parseLong(option(args, "--least-images", "0")));
    int threads = Integer.parseInt(option(args, "--threads", "1"));
    System.out.println("Simulator: seeds from " + seed + ", " + threads + " threads");
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Thread(simulator::work, "simulator-" + i);
      workers[i].start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    System.exit(simulator.report() ? 0 : 1);
  }

  private static String option(String[] args, String name, String otherwise) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? otherwise : args[at + 1];
  }

  private void work() {
    while (!isOver()) {
      Part part;
      Settings settings;
      synchronized (this) {
        if (violation != null) {
          return;
        }
        part = neediest();
        settings = part.settings(nextSeed.merge(part, 1L, Long::sum) - 1);
      }
      long start = System.nanoTime();
      try {
        Tally tally = new Simulation(settings, part.effort()).run();
        synchronized (this) {
          tallies.get(part).add(tally);
        }
      } catch (Violation e) {
        synchronized (this) {
          violation = violation == null ? e : violation;
          violated = settings;
        }
        return;
      }
      synchronized (this) {
        spentNanos.merge(part, System.nanoTime() - start, Long::sum);
      }
    }
  }

  private synchronized boolean isOver() {
    long now = System.nanoTime();
    long images = tallies.values().stream().mapToLong(tally -> tally.images).sum();
    return now > (images < leastImages ? lastDeadline : deadline);
  }

  private Part neediest() {
    Part neediest = Part.ADR;
    for (Part part : Part.values()) {
      if (spentNanos.get(part) * neediest.share < spentNanos.get(neediest) * part.share) {
        neediest = part;
      }
    }
    spentNanos.merge(neediest, NANOS / 1000, Long::sum); // while it runs, others are asked first
    return neediest;
  }

  /** Prints the rows; false if there was a violation. */
  private boolean report() {
    Violation found = violation;
    if (found != null && violated != null) {
      found.printStackTrace(System.out);
      String small = new Minimiser(violated, Part.ADR.effort(), new TreeSet<>()).minimise();
      System.out.println(small == null ? "It does not come again by itself: " + violated : small);
    }
    for (Part part : Part.values()) {
      Tally tally = tallies.get(part);
      long perSecond = tally.nanos == 0 ? 0 : tally.images * NANOS / tally.nanos;
      long deeper = tally.images == 0 ? 0 : tally.deepImages * 100 / tally.images;
      boolean isViolated = found != null && violated != null && violated.model() == part.model;
      System.out.printf(
          "#row\t%s\t%d\t%d\t%d\t%d\t%d\t%d images a second and core; %d %% after a second crash or further operations%n",
          part.description,
          tally.operations,
          tally.points,
          tally.images,
          tally.capped,
          isViolated ? 1 : 0,
          perSecond,
          deeper);
    }
    return found == null;
  }
}
