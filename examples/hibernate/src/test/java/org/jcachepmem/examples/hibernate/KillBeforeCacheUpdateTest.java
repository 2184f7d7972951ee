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
package org.jcachepmem.examples.hibernate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 between the database's commit and Hibernate's update of the cache, for each concurrency
 * strategy: with the profile nothing stale is served, and without it what docs/hibernate.md says.
 */
@Timeout(180)
class KillBeforeCacheUpdateTest {

  private static final String REGIONS = "org.jcachepmem.examples.hibernate.Things$";

  @TempDir Path directory;

  private List<String> options(String... settings) {
    List<String> options = new ArrayList<>();
    options.add("-Djcache-pmem.pool.path=" + directory.resolve("things.pool"));
    for (String setting : settings) {
      options.add("-Djcache-pmem." + setting);
    }
    return options;
  }

  private static String kept(String region) {
    return "caches.\"" + REGIONS + region + "\".on-unclean-open=keep";
  }

  /** What the second JVM says of each change. */
  private List<String> killed(List<String> options) throws IOException, InterruptedException {
    try (Jvm first = new Jvm(directory, options, ThingsJvm.class, directory.toString())) {
      for (Change change : Change.values()) {
        assertEquals("hangs", first.line(), change.name());
      }
      first.kill();
    }
    try (Jvm second = new Jvm(directory, options, ThingsJvm.class, directory.toString())) {
      return second.lines();
    }
  }

  private static List<String> right() {
    return Stream.of(Change.values()).map(change -> change + ": right").toList();
  }

  /** READ_WRITE regions are kept, as such a region may be, and the others are as they are. */
  @Test
  void withTheProfileNothingStaleIsServed() throws Exception {
    assertEquals(right(), killed(options(kept("ReadWrite*"))));
  }

  /** Also shows that the test would find a stale entry. */
  @Test
  void otherRegionsMustNotBeKept() throws Exception {
    List<String> found = killed(options(kept("*")));
    for (Change change : Change.values()) {
      String line = found.get(change.ordinal());
      boolean isStrict = change.name().startsWith("READ_WRITE");
      assertTrue(line.startsWith(change + (isStrict ? ": right" : ": STALE")), found.toString());
    }
  }
}
