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

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs simulations for a while, under every crash model, and says what they saw: {@code --seconds
 * 60 --seed 1 --threads 2}; with {@code --least-images} it goes on until it has seen as many, for
 * {@value #MOST_TIMES} times as long at most. {@code --replay PART SEED [--skip 3,4]} runs one
 * again.
 */
public final class Simulator {
  private static final int LARGE_POOL = 1 << 20;
  private static final long NANOS = 1_000_000_000L;
  private static final int MOST_TIMES = 3;

  /** What is simulated, and its share of the time. */
  private enum Part {
    KILL("kill -9, each store", CrashModel.KILL, 12),
    ADR("power loss, x86 ADR, lines", CrashModel.ADR, 40),
    EADR("power loss, eADR", CrashModel.EADR, 8),
    SECTORS("page cache, sectors, failing msync", CrashModel.SECTORS, 18),
    PAGES("page cache, pages, failing msync", CrashModel.PAGES, 14),
    RECOVERY("power loss, x86 ADR, and again at every fence of each recovery", CrashModel.ADR, 10),
    CHUNKS("each of these in turn, pool of 480 KiB, chunks of 64 KiB", CrashModel.ADR, 12),
    LARGE("power loss, x86 ADR, pool of 1 MiB", CrashModel.ADR, 8);

    final String description;
    final CrashModel model;
    final int share;

    Part(String description, CrashModel model, int share) {
      this.description = description;
      this.model = model;
      this.share = share;
    }

    /**
     * Whether the pool of that seed is one of 480 KiB. Images of it take many times as long, so
     * they have a part of their own.
     */
    boolean isElsewhere(long seed) {
      return this != CHUNKS && settings(seed).isInLargeChunks();
    }

    Settings settings(long seed) {
      Settings settings = Settings.of(model, seed);
      return switch (this) {
        case CHUNKS -> {
          CrashModel[] models = CrashModel.values();
          yield Settings.of(models[(int) (seed % models.length)], seed).inLargeChunks();
        }
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

    Simulation simulation(long seed) {
      Simulation simulation = new Simulation(settings(seed), effort());
      return this == RECOVERY ? simulation.brief() : simulation;
    }

    Minimiser minimiser(long seed) {
      return new Minimiser(
          "jcache-pmem/prove --part simulator --replay " + this + " " + seed,
          skipped -> simulation(seed).skipping(skipped));
    }
  }

  private final Map<Part, Tally> tallies = new EnumMap<>(Part.class);
  private final Map<Part, Long> nextSeed = new EnumMap<>(Part.class);
  private final Map<Part, Long> spentNanos = new EnumMap<>(Part.class);
  private final long deadline;
  private final long lastDeadline;
  private final long leastImages;
  private @Nullable Violation violation;
  private @Nullable Part violated;
  private long violatedSeed;

  private Simulator(long seconds, long firstSeed, long leastImages) {
    deadline = System.nanoTime() + seconds * NANOS;
    lastDeadline = deadline + (MOST_TIMES - 1) * seconds * NANOS;
    this.leastImages = leastImages;
    for (Part part : Part.values()) {
      tallies.put(part, new Tally());
      nextSeed.put(part, firstSeed);
      spentNanos.put(part, 0L);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    SimulatorArguments arguments = new SimulatorArguments(args);
    String replayed = arguments.replayed();
    if (replayed != null) {
      arguments.replay(Part.valueOf(replayed).minimiser(arguments.seed()));
    }
    Simulator simulator =
        new Simulator(
            arguments.seconds(),
            arguments.seed(),
            Long.parseLong(arguments.option("--least-images", "0")));
    arguments.work("simulator", simulator::work);
    System.exit(simulator.report() ? 0 : 1);
  }

  private void work() {
    while (!isOver()) {
      Part part;
      long seed;
      synchronized (this) {
        if (violation != null) {
          return;
        }
        part = neediest();
        seed = nextSeed(part);
      }
      long start = System.nanoTime();
      try {
        Tally tally = part.simulation(seed).run();
        synchronized (this) {
          tallies.get(part).add(tally);
        }
      } catch (Violation e) {
        synchronized (this) {
          violation = e;
          violated = part;
          violatedSeed = seed;
        }
        return;
      }
      synchronized (this) {
        spentNanos.merge(part, System.nanoTime() - start, Long::sum);
      }
    }
  }

  private long nextSeed(Part part) {
    long seed = nextSeed.get(part);
    while (part.isElsewhere(seed)) {
      seed++;
    }
    nextSeed.put(part, seed + 1);
    return seed;
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
    Part where = violated;
    if (found != null && where != null) {
      found.printStackTrace(System.out);
      String small = where.minimiser(violatedSeed).minimise(Set.of());
      System.out.println(small == null ? "It does not come again by itself" : small);
    }
    for (Part part : Part.values()) {
      Tally tally = tallies.get(part);
      System.out.printf(
          "#row\t%s\t%d\t%d\t%d\t%d\t%d\t%d images a second and core (%d with the operations); %d %% after a second crash or further operations; %d %% of the second scans known%n",
          part.description,
          tally.operations,
          tally.points,
          tally.images,
          tally.capped,
          part == where ? 1 : 0,
          perSecond(tally, tally.imageNanos),
          perSecond(tally, tally.nanos),
          percent(tally.deepImages, tally),
          percent(tally.known, tally));
    }
    return found == null;
  }

  private static long perSecond(Tally tally, long nanos) {
    return nanos == 0 ? 0 : tally.images * NANOS / nanos;
  }

  private static long percent(long images, Tally tally) {
    return tally.images == 0 ? 0 : images * 100 / tally.images;
  }
}
