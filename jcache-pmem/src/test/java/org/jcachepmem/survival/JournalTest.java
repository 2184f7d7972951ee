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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the judge of the kill tests allows. */
class JournalTest {

  @TempDir Path directory;
  private Journal journal;

  @BeforeEach
  void create() throws IOException {
    journal = Journal.create(directory.resolve("journal"));
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  private void assertAllowed(Long... versions) throws IOException {
    assertEquals(Set.of(versions), Journal.allowed(directory.resolve("journal"), 0, 2).get(1));
  }

  private long begin(long version) throws IOException {
    return journal.begin(0, 1, version);
  }

  @Test
  void onlyTheLastOfFollowingOperations() throws IOException {
    assertAllowed(0L);
    journal.end(begin(1), true);
    journal.end(begin(2), true);
    assertAllowed(2L);
    journal.end(begin(0), true);
    assertAllowed(0L);
  }

  @Test
  void whatIsInFlightOrWhatItWouldReplace() throws IOException {
    journal.end(begin(1), true);
    begin(2);
    assertAllowed(1L, 2L);
  }

  @Test
  void anyOfConcurrentOperations() throws IOException {
    journal.end(begin(1), true);
    long two = begin(2);
    long three = begin(3);
    journal.end(two, true);
    journal.end(three, true);
    assertAllowed(2L, 3L);
  }

  @Test
  void nothingOfWhatHadNoEffect() throws IOException {
    journal.end(begin(1), true);
    journal.end(begin(2), false);
    assertAllowed(1L);
  }

  @Test
  void clearIsOfEachKeyOfItsCacheOnly() throws IOException {
    journal.end(begin(1), true);
    journal.end(journal.begin(1, Journal.ALL, 0), true);
    assertAllowed(1L);
    long clear = journal.begin(0, Journal.ALL, 0);
    assertAllowed(0L, 1L);
    journal.end(clear, true);
    assertAllowed(0L);
  }
}
