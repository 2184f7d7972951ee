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
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;

/**
 * One life after the other over one pool, each killed and judged; after some of them the pool is
 * closed properly, emptied and replaced. Ends at the first violation, with everything left in
 * place.
 */
final class Lane {

  private static final int KILLED = 128 + 9;
  private static final int FEWEST_LIVES = 20;
  private static final int MORE_LIVES = 60;

  /** Each so-manieth life has all compilers, and so long that they matter. */
  private static final int SHORT_LIVES = 8;

  private static final List<String> DURABILITIES = List.of("sync", "sync", "async", "on-close");

  private final LaneFiles files;
  private final ClassArchive archive;
  private final SplittableRandom random;
  private final Tally tally;
  private Judge judge = new Judge();
  private long number;

  /** A violation, with the setting of its life. */
  private static final class Violation extends Exception {
    private static final long serialVersionUID = 1;
    private final Setting setting;

    Violation(Setting setting, String what) {
      super(what);
      this.setting = setting;
    }
  }

  Lane(LaneFiles files, ClassArchive archive, SplittableRandom random, Tally tally) {
    this.files = files;
    this.archive = archive;
    this.random = random;
    this.tally = tally;
  }

  /** Lives while {@code another} says so, and a last one that ends by itself. */
  void run(BooleanSupplier another) throws IOException {
    try {
      boolean more = another.getAsBoolean();
      while (more) {
        files.deletePool();
        judge = new Judge();
        for (int i = FEWEST_LIVES + random.nextInt(MORE_LIVES); i > 0 && more; i--) {
          live();
          more = another.getAsBoolean();
        }
        liveAndEnd();
      }
    } catch (Violation e) {
      tally.violation(e.setting, "Life " + number + ": " + e.getMessage());
    }
  }

  /** What it takes for possible after its last life. */
  Judge judge() {
    return judge;
  }

  private void live() throws IOException, Violation {
    Setting setting = begin();
    boolean isLong = random.nextInt(SHORT_LIVES) == 0;
    KillPlan plan = KillPlan.random(random, isLong);
    try (Journal journal = Journal.create(files.journal(number));
        Life life = start(setting, isLong, "")) {
      switch (plan.await(journal, life)) {
        case COME -> {}
        case LATE -> tally.note("moments that did not come");
        case HUNG -> throw new Violation(setting, "nothing moves in it:\n" + life.stacks());
        case ENDED -> throw ended(setting, life, life.join());
      }
      double cpuSeconds = life.cpuSeconds();
      int code = life.kill();
      journal.died();
      if (code != KILLED) {
        throw ended(setting, life, code);
      }
      noteRefusals(life);
      Files.delete(life.errorsFile());
      tally.kill(setting, journal.phase(), cpuSeconds);
      follow(setting, journal);
    }
    if (files.copy()) {
      check(setting);
    }
  }

  private Setting begin() throws IOException {
    number++;
    files.forgetLivesBefore(number);
    judge.save(files.states(number));
    return Setting.values()[(int) (number % Setting.values().length)];
  }

  private Life start(Setting setting, boolean isLong, String until) throws IOException {
    String durability = DURABILITIES.get(random.nextInt(DURABILITIES.size()));
    return Life.start(
        files.directory(),
        setting.environment(),
        archive.options(isLong),
        archive.classPath(),
        WritingLife.class,
        files.arguments(number, random.nextLong(), setting.medium(), durability, until));
  }

  private void noteRefusals(Life life) throws IOException {
    life.errors()
        .lines()
        .filter(
            line -> line.contains("refused a put") && !line.contains(Subject.BOUNDED.cacheName()))
        .forEach(line -> tally.note(line.replaceAll("[0-9]+", "N")));
  }

  private static Violation ended(Setting setting, Life life, int code) {
    return new Violation(setting, "it ended with " + code + ": " + life.failure());
  }

  private void follow(Setting setting, Journal journal) throws IOException, Violation {
    List<Operation> operations = journal.read();
    tally.life(setting, operations);
    List<Judge.Finding> findings =
        judge.follow(operations, SystemOfRecord.open(files.source())::stamp);
    if (!findings.isEmpty()) {
      throw new Violation(
          setting, findings.stream().map(Judge.Finding::what).collect(Collectors.joining("\n  ")));
    }
  }

  /** Checks a copy, so that it stays as the kill left it. */
  private PoolCheckReport check(Setting setting) throws IOException, Violation {
    PoolCheckReport report;
    try (Medium medium = Media.open(files.poolBefore(), MediumChoice.JDK)) {
      report = PoolCheck.run(medium);
    }
    long sum =
        report.headerBytes() + report.directoryBytes() + report.liveBytes() + report.freeBytes();
    if (!report.isSound() || sum != report.poolBytes()) {
      throw new Violation(setting, "the pool in " + files.poolBefore() + " is unsound: " + report);
    }
    tally.poolChecked(setting);
    return report;
  }

  /** A byte that a kill has lost would still be taken when the caches are destroyed. */
  private void liveAndEnd() throws IOException, Violation {
    Setting setting = begin();
    try (Journal journal = Journal.create(files.journal(number));
        Life life = start(setting, false, "last")) {
      int code = life.join();
      journal.died();
      if (code != 0) {
        throw ended(setting, life, code);
      }
      Files.delete(life.errorsFile());
      follow(setting, journal);
    }
    files.copy();
    if (!check(setting).clean()) {
      throw new Violation(setting, "the pool was closed, and is not clean");
    }
    try (PmemCachingProvider provider = new PmemCachingProvider();
        CacheManager manager =
            provider.getCacheManager(null, null, Subject.properties(files.pool().toString()))) {
      for (Subject subject : Subject.values()) {
        manager.destroyCache(subject.cacheName());
      }
    }
    files.copy();
    PoolCheckReport empty = check(setting);
    if (empty.totalEntries() != 0 || empty.liveBytes() != 0) {
      throw new Violation(setting, "all caches are destroyed, and bytes are taken: " + empty);
    }
    tally.note("pools closed, found clean, and emptied to the last byte");
  }
}
