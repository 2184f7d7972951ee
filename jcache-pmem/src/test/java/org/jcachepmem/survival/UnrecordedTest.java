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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs in which Flight Recorder has nothing to record, or is not there. */
@Timeout(60)
class UnrecordedTest {

  @TempDir Path directory;

  private String line(List<String> options) throws Exception {
    try (Life life =
        Life.start(
            directory,
            Map.of(),
            options,
            System.getProperty("java.class.path"),
            UnrecordedLife.class,
            directory.resolve("unrecorded.pool").toString())) {
      String line = life.line();
      assertEquals(0, life.end(), life::failure);
      return line;
    }
  }

  /** A JVM with just the modules that the provider needs. */
  @Test
  void cachesWorkWithoutFlightRecorder() throws Exception {
    assertEquals(
        "2, recorder: absent",
        line(List.of("--limit-modules", "java.base,java.logging,java.management,jdk.unsupported")));
  }

  /** The first event that is made has the recorder's registry loaded, a tenth of a second. */
  @Test
  void aPoolMakesNoEventThatNobodyRecords() throws Exception {
    Path loaded = directory.resolve("loaded");
    assertEquals(
        "2, recorder: present", line(List.of("-Xlog:class+load:file=" + loaded + ":none")));
    String classes = Files.readString(loaded);
    assertTrue(classes.contains("org.jcachepmem.flight.RecordedEvents "), "what would make them");
    assertFalse(classes.contains("jdk.jfr.internal.MetadataRepository "), "the registry");
  }
}
