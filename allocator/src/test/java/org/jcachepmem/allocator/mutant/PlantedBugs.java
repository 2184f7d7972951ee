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

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tests the tester: plants one bug after the other and has the simulator hunt it. One that was
 * found before must be found again; one that is listed as equivalent, with its argument, must not;
 * one that is neither is open when it survives: the simulator lacks something, or the argument is
 * missing.
 */
public final class PlantedBugs {
  /** The product is hunted for that many times what it took to find the mutant. */
  private static final long INNOCENT_FOR = 2;

  /** Mutants that are listed as equivalent are hunted for that part of the time. */
  private static final long EQUIVALENT_SHARE = 4;

  /**
   * A seed that found its mutant finds it at the same operation everywhere; only how long that
   * takes differs. Hunted for so many times as long, a slow machine finds it, too.
   */
  private static final long KNOWN_FOR = 5;

  private final MutantOptions options;
  private final long start = System.nanoTime();
  private final Map<String, String> equivalents = KnownMutants.equivalents();
  private final Map<String, Long> seeds = KnownMutants.seeds();
  private final Map<String, Long> innocent = new ConcurrentHashMap<>();
  private final Set<String> guilty = ConcurrentHashMap.newKeySet();
  private final Map<String, Trial> trials = new ConcurrentHashMap<>();

  private PlantedBugs(MutantOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    MutantOptions options = MutantOptions.parse(arguments);
    // Those that were found before come first: they are to be found again, however short the time.
    List<Mutant> mutants =
        MutantSet.find().stream()
            .filter(options::isChosen)
            .sorted(
                Comparator.comparing(mutant -> !KnownMutants.seeds().containsKey(mutant.name())))
            .toList();
    if (options.isList) {
      mutants.forEach(m -> System.out.println(m.place() + "\t" + m.name()));
      return;
    }
    System.exit(new PlantedBugs(options).run(mutants) ? 0 : 1);
  }

  private boolean run(List<Mutant> mutants) throws Exception {
    boolean passed = options.millis == 0 || hunt(mutants);
    Map<String, String> noticed = null;
    if (options.kills > 0) {
      KillSweep sweep = new KillSweep(mutants, options);
      passed &= sweep.run();
      noticed = sweep.noticed();
    }
    if (options.table != null) {
      Files.writeString(
          options.table, new MutantTable(mutants, trials, equivalents, seeds).markdown(noticed));
    }
    return passed;
  }

  private boolean hunt(List<Mutant> mutants) throws Exception {
    for (Hunt hunt : options.hunts) {
      Trial product = Trial.run(null, hunt, options.seed, options.millis);
      innocent.put(hunt + " " + options.seed, options.millis);
      System.out.println("the product: " + product);
      if (product.outcome() != Trial.Outcome.SURVIVED) {
        row(mutants.size(), 0, mutants.size(), 1, "the product itself is found guilty");
        return false;
      }
    }
    ExecutorService workers = Executors.newFixedThreadPool(options.threads);
    List<Future<?>> results = new ArrayList<>();
    mutants.forEach(mutant -> results.add(workers.submit(() -> trial(mutant))));
    workers.shutdown();
    for (Future<?> result : results) {
      try {
        result.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a mutant could not be tried", e.getCause());
      }
    }
    return report(mutants);
  }

  private Trial trial(Mutant mutant) throws InterruptedException {
    if ((System.nanoTime() - start) / 1_000_000_000L >= options.seconds) {
      return new Trial(Trial.Outcome.SURVIVED, 0, 0, "not tried");
    }
    Trial trial = hunt(mutant);
    trials.put(mutant.name(), trial);
    System.out.println(
        trial.outcome()
            + (equivalents.containsKey(mutant.name()) ? " (equivalent) " : " ")
            + mutant.name()
            + " ["
            + trial.millis()
            + " ms, seed "
            + trial.seed()
            + "] "
            + trial.why());
    return trial;
  }

  /** With the seed that found it the last time, and then with others until its time is up. */
  private Trial hunt(Mutant mutant) throws InterruptedException {
    Long known = seeds.get(mutant.name());
    // That one can't be found is argued, not hunted for.
    boolean isEquivalent = equivalents.containsKey(mutant.name());
    long millis = isEquivalent ? options.millis / EQUIVALENT_SHARE : options.millis;
    Trial last = null;
    for (Hunt hunt : options.hunts) {
      for (long seed :
          known == null ? new long[] {options.seed} : new long[] {known, options.seed}) {
        boolean isKnown = known != null && seed == known;
        last = Trial.run(mutant, hunt, seed, isKnown ? KNOWN_FOR * millis : millis);
        if (last.outcome() != Trial.Outcome.SURVIVED) {
          requireInnocence(hunt, last);
          return last;
        }
      }
    }
    return Objects.requireNonNull(last);
  }

  /** A seed proves something only if the product itself passes with it. */
  private void requireInnocence(Hunt hunt, Trial kill) throws InterruptedException {
    long millis = INNOCENT_FOR * (kill.millis() + 300);
    String key = hunt + " " + kill.seed();
    if (innocent.getOrDefault(key, 0L) >= millis) {
      return;
    }
    Trial product = Trial.run(null, hunt, kill.seed(), millis);
    if (product.outcome() != Trial.Outcome.SURVIVED) {
      guilty.add("the product itself is found guilty: " + product);
    }
    innocent.merge(key, millis, Math::max);
  }

  private boolean report(List<Mutant> mutants) throws IOException {
    MutantTable table = new MutantTable(mutants, trials, equivalents, seeds);
    if (options.remember != null) {
      Map<String, Long> found = new TreeMap<>(seeds);
      trials.forEach(
          (name, trial) -> {
            if (trial.outcome() != Trial.Outcome.SURVIVED) {
              found.put(name, trial.seed());
            }
          });
      KnownMutants.writeSeeds(options.remember, found);
    }
    List<String> wrong = new ArrayList<>(table.wrong());
    wrong.addAll(guilty);
    MutantSet.unknown(equivalents.keySet())
        .forEach(name -> wrong.add("listed as equivalent, but there is no such mutant: " + name));
    wrong.forEach(System.out::println);
    row(
        mutants.size(),
        table.killed(),
        mutants.size() - trials.size(),
        wrong.size(),
        "checks are kills; "
            + table.equivalent()
            + " equivalent, "
            + table.open()
            + " open, "
            + (mutants.size() - trials.size())
            + " not tried");
    return wrong.isEmpty();
  }

  private static void row(int mutants, int killed, int capped, int violations, String note) {
    System.out.printf(
        "#row\tplanted bugs\t%d\t-\t%d\t%d\t%d\t%s%n", mutants, killed, capped, violations, note);
  }
}
