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
package org.jcachepmem.allocator.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.PoisonedMedium;
import org.jcachepmem.allocator.medium.PoisonedMedium.Healing;
import org.jcachepmem.allocator.pool.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Each line, and each page, of a small pool in use can't be read, one at a time: after a clean
 * close or a kill. The pool opens, serves each entry that does not lie there, never a wrong value,
 * takes puts, removals and clears, closes and opens again.
 *
 * <p>{@code main} runs the whole sweep; it is deterministic and takes some seconds.
 */
public final class PoisonSweep {
  private static final int LINE_BYTES = 64;
  private static final int PAGE_BYTES = 4096;
  private static final int ATTEMPTS = 4;

  private final List<String> violations = new ArrayList<>();
  private long lives;
  private long checks;
  private long faults;
  private long misses;
  private long refusals;

  PoisonSweep() {
    // Each life says what it lost, and there are thousands.
    for (String quiet : List.of("record", "space", "pool.Superblock")) {
      System.setProperty("org.slf4j.simpleLogger.log.org.jcachepmem.allocator." + quiet, "error");
    }
  }

  /** Argument: {@code --seconds N}, which is more than it takes. */
  public static void main(String[] args) {
    PoisonSweep sweep = new PoisonSweep();
    sweep.run(1);
    sweep.violations.stream().limit(20).forEach(System.out::println);
    System.out.println(sweep.summary());
    System.out.println(
        "#row\tpoisoned lines and pages\t"
            + sweep.operations()
            + "\t"
            + sweep.lives
            + "\t"
            + sweep.checks
            + "\t0\t"
            + sweep.violations.size()
            + "\tclean and killed, 3 ways of healing, "
            + sweep.misses
            + " misses");
    System.exit(sweep.violations.isEmpty() ? 0 : 1);
  }

  private int operations() {
    return 2 * Healing.values().length;
  }

  String summary() {
    return lives
        + " lives with poison, "
        + faults
        + " accesses that failed, "
        + misses
        + " misses, "
        + refusals
        + " operations and openings refused, "
        + checks
        + " checks, "
        + violations.size()
        + " violations";
  }

  List<String> violations() {
    return violations;
  }

  /**
   * All lives.
   *
   * @param part 1, or every how manieth line, each kind of healing another one; pages are never
   *     left out
   */
  void run(int part) {
    for (boolean clean : new boolean[] {true, false}) {
      PoisonImage image = new PoisonImage(clean);
      for (Healing healing : Healing.values()) {
        int first = healing.ordinal() % part * LINE_BYTES;
        for (int at = first; at < PoisonImage.POOL_BYTES; at += part * LINE_BYTES) {
          PoisonedMedium medium = new PoisonedMedium(image.copy(), healing);
          medium.poisonLine(at);
          live(image, medium, "line " + at + ", " + (clean ? "clean, " : "killed, ") + healing);
        }
        for (int at = 0; at < PoisonImage.POOL_BYTES; at += PAGE_BYTES) {
          PoisonedMedium medium = new PoisonedMedium(image.copy(), healing);
          medium.poisonPage(at);
          live(image, medium, "page " + at + ", " + (clean ? "clean, " : "killed, ") + healing);
        }
      }
    }
  }

  private void live(PoisonImage image, PoisonedMedium medium, String when) {
    lives++;
    try {
      Life life = new Life(image, medium, when);
      life.run();
    } catch (RuntimeException | Error e) {
      violations.add(when + ": " + e + " at " + where(e));
    }
    faults += medium.faults();
  }

  private static String where(Throwable e) {
    StringBuilder where = new StringBuilder();
    for (int i = 0; i < Math.min(9, e.getStackTrace().length); i++) {
      where.append(e.getStackTrace()[i]).append(" < ");
    }
    return where.toString();
  }

  private final class Life {
    private final PoisonImage image;
    private final PoisonedMedium medium;
    private final String when;
    private final boolean hasNoChunk;
    private final Map<String, String> acknowledged = new HashMap<>();
    private TestCache cache;

    Life(PoisonImage image, PoisonedMedium medium, String when) {
      this.image = image;
      this.medium = medium;
      this.when = when;
      this.hasNoChunk = isEachChunkLinePoisoned();
    }

    void run() {
      Map<String, Boolean> mayMiss = new HashMap<>();
      Map<String, Boolean> mayBeStale = new HashMap<>();
      image
          .fates()
          .forEach(
              (key, fate) -> {
                mayMiss.put(key, isHit(fate.needs()));
                mayBeStale.put(key, !image.isClean() && isHit(fate.knows()));
              });
      PoolCheck.run(medium);
      if (!open()) {
        return;
      }
      image
          .fates()
          .forEach(
              (key, fate) -> {
                String found = read(key);
                boolean right =
                    found.equals(fate.digest())
                        || found.equals(TestCache.digest(null)) && mayMiss.get(key)
                        || fate.older().contains(found) && mayBeStale.get(key);
                check(right, key + " is " + found + ", should be " + fate.digest());
              });
      for (String key : new TreeSet<>(image.fates().keySet())) {
        put(key, 71, 48);
      }
      put("large", 72, 5300);
      put("other class", 73, 700);
      readAll("after puts");
      remove("b");
      remove("large");
      remove("never there");
      attempt("settle", () -> cache.records.settleAll());
      attempt("settle the epoch", () -> cache.records.life().settleEpoch());
      readAll("after removes");
      reopen();
      readAll("after reopening");
      attempt("clear", () -> cache.clear());
      acknowledged.replaceAll((key, digest) -> TestCache.digest(null));
      readAll("after a clear");
      for (int i = 0; i < 30; i++) {
        put("fill" + i, 1, 150);
      }
      readAll("after filling");
      reopen();
      readAll("after reopening again");
      PoolCheck.run(medium);
    }

    private boolean isHit(List<PoisonImage.Range> ranges) {
      return ranges.stream().anyMatch(r -> medium.isPoisoned(r.offset(), r.lengthBytes()));
    }

    private void reopen() {
      attempt("close", () -> cache.records.close());
      check(open(), "does not open again");
    }

    /**
     * False if the words that every session begins with can't be stored; any other failure ends the
     * life.
     */
    private boolean open() {
      try {
        cache =
            new TestCache(
                RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2)), PoisonImage.CACHE);
        return true;
      } catch (MediumFailedException e) {
        refusals++;
        boolean words =
            medium.isPoisoned(
                HotWordLayout.SESSION_EPOCH,
                HotWordLayout.CLEAN_STATE + Long.BYTES - HotWordLayout.SESSION_EPOCH);
        check(words && e.getMessage().contains("copy the file"), "does not open: " + e);
        return false;
      } catch (RecordTooLargeException e) {
        // The one page that has the lines of all chunks of so small a pool.
        refusals++;
        check(hasNoChunk, "has no room: " + e);
        return false;
      }
    }

    private boolean isEachChunkLinePoisoned() {
      return IntStream.range(
              image.pool().geometry().segments().get(0).firstChunk(),
              image.pool().geometry().endChunk())
          .allMatch(number -> medium.isPoisoned(image.pool().chunkLine(number), Long.BYTES));
    }

    /** Whether the record in use lies on poison, so that it may be lost without a word. */
    private boolean isLost(String key) {
      EntryRef entry = cache.index.get(key);
      return entry != null && isHit(PoisonImage.needs(cache, entry));
    }

    private String read(String key) {
      EntryRef entry = cache.index.get(key);
      byte[] value = entry == null ? null : cache.records.readValue(entry);
      if (entry != null && value == null) {
        check(entry.isDamaged(), key + " is neither read nor damaged");
        misses++;
        cache.evict(key);
      }
      return TestCache.digest(value);
    }

    private void readAll(String then) {
      for (String key : new TreeSet<>(acknowledged.keySet())) {
        boolean mayMiss = mayMiss(key);
        String found = read(key);
        check(
            found.equals(acknowledged.get(key)) || found.equals(TestCache.digest(null)) && mayMiss,
            then + " " + key + " is " + found + ", should be " + acknowledged.get(key));
        if (mayMiss && found.equals(TestCache.digest(null))) {
          acknowledged.put(key, found);
        }
      }
    }

    private boolean mayMiss(String key) {
      return lost.getOrDefault(key, false) || isLost(key);
    }

    private final Map<String, Boolean> lost = new HashMap<>();

    private void put(String key, int version, int length) {
      byte[] value = TestCache.value(key, version, length);
      attempt("put of " + key, () -> cache.put(key, value));
      acknowledged.put(key, TestCache.digest(value));
      lost.put(key, isLost(key));
    }

    private void remove(String key) {
      attempt("remove of " + key, () -> cache.remove(key));
      acknowledged.put(key, TestCache.digest(null));
    }

    /** Where stores are refused an operation may fail, but not for ever. */
    private void attempt(String what, Runnable operation) {
      Throwable last = null;
      for (int i = 0; i < ATTEMPTS; i++) {
        try {
          operation.run();
          return;
        } catch (MediumFailedException | InternalError e) {
          refusals++;
          last = e;
        }
      }
      throw new AssertionError(what + " fails each time: " + last, last);
    }

    private void check(boolean right, @Nullable String what) {
      checks++;
      if (!right) {
        violations.add(when + ": " + what);
      }
    }
  }
}
