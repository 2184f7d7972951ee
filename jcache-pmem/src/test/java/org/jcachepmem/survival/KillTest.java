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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few lives of {@link Kills}, which has as many as one likes; and that a pool which is not as the
 * kills left it is noticed, since a judge that lets everything pass would look the same.
 */
@Timeout(300)
class KillTest {

  private static final int LIVES = Integer.getInteger("jcachepmem.kills", 6);
  private static final int MOST_LIVES = 20;

  @TempDir Path directory;
  private final long seed = Long.getLong("jcachepmem.seed", System.nanoTime());

  @Test
  void nothingIsLostToAFewKills() throws IOException {
    Tally tally = Kills.run(Map.of("seed", Long.toString(seed), "lives", Long.toString(LIVES)));
    assertEquals(List.of(), tally.violations());
    assertEquals(LIVES, tally.kills());
    assertTrue(tally.entriesRead() > LIVES, "the lives found nothing");
  }

  /** What somebody does to a pool between two lives. */
  private interface Tampering {
    void with(CacheManager manager, Judge judge, SystemOfRecord source);
  }

  /** Has lives until a key of {@code subject} has one certain value, tampers, and reads all. */
  private List<String> violationsAfter(Subject subject, Tampering tampering) throws IOException {
    Tally tally = new Tally();
    LaneFiles files = new LaneFiles(directory);
    SplittableRandom random = new SplittableRandom(seed);
    Lane lane = new Lane(files, ClassArchive.none(), random, tally);
    BooleanSupplier untilTamperedWith =
        () -> {
          if (tally.lives() < MOST_LIVES && certain(lane.judge(), subject) < 0) {
            return true;
          }
          try (PmemCachingProvider provider = new PmemCachingProvider();
              CacheManager manager =
                  provider.getCacheManager(
                      null, null, Subject.properties(files.pool().toString()))) {
            tampering.with(manager, lane.judge(), SystemOfRecord.open(files.source()));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return false;
        };
    lane.run(untilTamperedWith);
    return tally.violations();
  }

  private static int certain(Judge judge, Subject subject) {
    return IntStream.range(0, subject.keys())
        .filter(
            key ->
                judge.states(subject, key).size() == 1
                    && !judge.states(subject, key).get(0).isAbsent())
        .findFirst()
        .orElse(-1);
  }

  private static void assertNoticed(List<String> violations, Subject subject) {
    assertEquals(1, violations.size());
    String violation = violations.get(0);
    assertTrue(violation.contains("Impossible: " + subject + " key "), violation);
  }

  @Test
  void anotherVersionIsNoticed() throws IOException {
    assertNoticed(
        violationsAfter(
            Subject.LOOSE,
            (manager, judge, source) ->
                Subject.LOOSE
                    .open(manager, source)
                    .put(Subject.LOOSE.key(7, true), Subject.LOOSE.value(7, 99))),
        Subject.LOOSE);
  }

  @Test
  void aLostEntryIsNoticed() throws IOException {
    assertNoticed(
        violationsAfter(
            Subject.KEPT,
            (manager, judge, source) ->
                Subject.KEPT
                    .open(manager, source)
                    .remove(Subject.KEPT.key(certain(judge, Subject.KEPT), false))),
        Subject.KEPT);
  }

  @Test
  void aValueThatTheSystemOfRecordHasReplacedIsNoticed() throws IOException {
    assertNoticed(
        violationsAfter(
            Subject.THROUGH,
            (manager, judge, source) -> {
              int key = certain(judge, Subject.THROUGH);
              long stamp = source.stamp(key);
              var cache = Subject.THROUGH.open(manager, source);
              cache.put(Subject.THROUGH.key(key, false), Subject.THROUGH.value(key, 99));
              source.restore(key, stamp);
            }),
        Subject.THROUGH);
  }
}
