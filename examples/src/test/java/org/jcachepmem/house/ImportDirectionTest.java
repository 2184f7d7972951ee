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
package org.jcachepmem.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call walks down the house; so do imports. */
@Tag("one-jdk")
class ImportDirectionTest {

  private static final String ROOT = "org.jcachepmem";

  /** From the ground up. A package may use those before it. Packages not named here are above. */
  private static final List<String> FLOORS =
      List.of(
          ROOT + ".allocator.layout",
          ROOT + ".allocator.medium",
          ROOT + ".allocator.pool",
          ROOT + ".allocator.space",
          ROOT + ".allocator.record",
          ROOT + ".codec",
          ROOT + ".key",
          ROOT + ".flight",
          ROOT + ".index");

  /** But for the beginning of a string: names of events and beans are no types. */
  private static final Pattern OWN_TYPE =
      Pattern.compile("(?<!\")\\borg\\.jcachepmem(?:\\.[a-z]\\w*)*\\b");

  private final House house = new House();

  @Test
  void packagesUseOnlyTheFloorsBelow() {
    List<String> breaches = new ArrayList<>();
    uses(true)
        .forEach(
            (user, used) -> {
              for (String target : used.keySet()) {
                if (floor(target) > floor(user)) {
                  breaches.add(used.get(target) + ": " + user + " uses " + target);
                }
              }
            });
    House.report("imports go down: " + String.join(" < ", FLOORS) + " < everything else", breaches);
  }

  @Test
  void packagesHaveNoCycle() {
    Map<String, Map<String, String>> uses = uses(true);
    List<String> breaches = new ArrayList<>();
    for (String start : uses.keySet()) {
      Set<String> reached = new TreeSet<>();
      reach(uses, start, reached);
      if (reached.contains(start)) {
        var targets = new TreeMap<>(uses.get(start));
        targets.keySet().removeIf(t -> !reaches(uses, t, start));
        breaches.add(start + " comes back to itself through " + targets);
      }
    }
    House.report("packages import one way; move the shared type to the lower package", breaches);
  }

  @Test
  void nativeAccessLivesInTheMediumOnly() {
    var outside = outside("(\\.allocator\\.medium|\\.codec)$");
    House.report(
        "jnr.* and net.openhft.* only in allocator medium (and codec)",
        House.occurrences(outside, Pattern.compile("\\b(jnr\\.\\w+|net\\.openhft)\\.[\\w.]+")));
  }

  @Test
  void caffeineLivesInTheIndexOnly() {
    House.report(
        "com.github.benmanes.* only in jcache-pmem index",
        House.occurrences(
            outside("\\.jcachepmem\\.index$"),
            Pattern.compile("\\bcom\\.github\\.benmanes[\\w.]+")));
  }

  @Test
  void unsafeLivesInTheMediumOnly() {
    House.report(
        "Unsafe nowhere outside allocator medium",
        House.occurrences(
            outside("\\.allocator\\.medium$"),
            Pattern.compile("\\b(sun\\.misc\\.|jdk\\.internal\\.)[\\w.]+|\\bUnsafe(Memory)?\\b")));
  }

  @Test
  void examplesUseTheStandardApiOnly() {
    var examples = house.shipped().stream().filter(s -> s.module().equals("examples")).toList();
    assertEquals(
        List.of(),
        House.occurrences(
            examples, Pattern.compile("\\borg\\.jcachepmem\\.(?!examples\\b)[\\w.]+")),
        "an example shows javax.cache, and our provider is only on its class path");
  }

  /**
   * Of what we ship: what is measured beside it lives in the benchmarks, and there in the peers.
   */
  private List<SourceFile> outside(String packagePattern) {
    Pattern inside = Pattern.compile(packagePattern + "|\\.benchmarks\\.peers$");
    return house.shipped().stream().filter(s -> !inside.matcher(s.packageName()).find()).toList();
  }

  /** user package -> used package -> one place where it does. */
  private Map<String, Map<String, String>> uses(boolean shipped) {
    Map<String, Map<String, String>> uses = new TreeMap<>();
    house.sources().stream()
        .filter(s -> s.main() == shipped)
        .sorted(Comparator.comparing(SourceFile::path))
        .forEach(
            source -> {
              var used = uses.computeIfAbsent(source.packageName(), p -> new TreeMap<>());
              var matcher = OWN_TYPE.matcher(source.code());
              while (matcher.find()) {
                if (!matcher.group().equals(source.packageName())) {
                  used.putIfAbsent(matcher.group(), source.at(matcher.start()));
                }
              }
            });
    uses.values().forEach(used -> used.keySet().retainAll(uses.keySet()));
    return uses;
  }

  private static void reach(
      Map<String, Map<String, String>> uses, String from, Set<String> reached) {
    for (String target : uses.getOrDefault(from, Map.of()).keySet()) {
      if (reached.add(target)) {
        reach(uses, target, reached);
      }
    }
  }

  private static boolean reaches(Map<String, Map<String, String>> uses, String from, String to) {
    Set<String> reached = new TreeSet<>();
    reach(uses, from, reached);
    return from.equals(to) || reached.contains(to);
  }

  private static int floor(String packageName) {
    int floor = FLOORS.indexOf(packageName);
    return floor < 0 ? FLOORS.size() : floor;
  }
}
