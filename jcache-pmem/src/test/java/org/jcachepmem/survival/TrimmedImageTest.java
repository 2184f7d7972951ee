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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM with just the modules that the provider needs. */
@Timeout(60)
class TrimmedImageTest {

  @TempDir Path directory;

  @Test
  void cachesWorkWithoutFlightRecorder() throws Exception {
    List<String> options =
        List.of("--limit-modules", "java.base,java.logging,java.management,jdk.unsupported");
    try (Life life =
        Life.start(
            directory,
            Map.of(),
            options,
            System.getProperty("java.class.path"),
            TrimmedLife.class,
            directory.resolve("trimmed.pool").toString())) {
      assertEquals("2, jdk.jfr is present: false", life.line());
      assertEquals(0, life.end(), life::failure);
    }
  }
}
