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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few planted bugs are found at once, the product is innocent, and what is known is in order. */
@Tag("one-jdk")
class PlantedBugsTest {
  private static final List<Mutant> MUTANTS = MutantSet.find();
  private static final Hunt HUNT = MutantOptions.parse(new String[0]).hunts.get(0);
  private static final long MILLIS = 8_000;

  private static Mutant mutant(String name) {
    return MUTANTS.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theProductItselfIsNotFoundGuilty() throws InterruptedException {
    Trial trial = Trial.run(null, HUNT, 1, 1_000);
    assertEquals(Trial.Outcome.SURVIVED, trial.outcome(), trial.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RecordWriter.store: flush#2 dropped",
        "RecordWriter.fence: fence#1 dropped",
        "RecordWriter.storeTombstone: dead#1 to VOID",
        "Epochs.nextSequence: +-1#1 dropped",
        "RecordStore.retire: slot free at once",
        "EntryJudge.isIntact: isIntact#1 true",
      })
  void aPlantedBugIsFound(String name) throws InterruptedException {
    long seed = KnownMutants.seeds().getOrDefault(name, 1L);
    Trial trial = Trial.run(mutant(name), HUNT, seed, MILLIS);
    assertNotEquals(Trial.Outcome.SURVIVED, trial.outcome(), trial.toString());
  }

  @Test
  void aMutantThatLoopsForEverIsStopped() throws InterruptedException {
    Hunt endless = new Hunt(EndlessHunt.class.getName(), "run");
    Trial trial = Trial.run(null, endless, 1, 20);
    assertEquals(Trial.Outcome.SURVIVED, trial.outcome(), trial.toString());
  }

  /** Every change gives byte code that a JVM accepts. */
  @Test
  void everyMutantCanBeLoaded() throws ClassNotFoundException {
    assertTrue(MUTANTS.size() >= 120, () -> MUTANTS.size() + " mutants");
    for (Mutant mutant : MUTANTS) {
      Class.forName(mutant.type(), true, new MutantLoader(mutant));
    }
  }

  @Test
  void whatIsKnownIsKnownOfMutantsThatThereAre() {
    Map<String, String> equivalents = KnownMutants.equivalents();
    Set<String> known = new TreeSet<>(equivalents.keySet());
    known.addAll(KnownMutants.seeds().keySet());
    known.removeAll(MUTANTS.stream().map(Mutant::name).collect(Collectors.toSet()));
    assertEquals(Set.of(), known);
    assertTrue(
        equivalents.size() * 10 <= MUTANTS.size(), () -> equivalents.size() + " equivalents");
  }
}
