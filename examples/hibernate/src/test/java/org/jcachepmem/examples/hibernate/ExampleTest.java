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

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example as {@code examples/hibernate/run} runs it. */
@Timeout(180)
class ExampleTest {

  @TempDir Path directory;

  @Test
  void afterAKillTheSecondJvmAsksTheDatabaseNothing() throws Exception {
    try (Jvm launcher = new Jvm(directory, List.of(), Launcher.class, directory.toString())) {
      List<String> lines = launcher.lines();
      assertEquals(
          "After kill -9 the second JVM gave the same answers with 0 SQL statements.",
          lines.get(lines.size() - 1));
      String statements =
          lines.stream().filter(line -> line.startsWith("SQL statements")).findFirst().orElse("");
      assertTrue(statements.matches("SQL statements +[1-9]\\d* +0 +[1-9]\\d*"), statements);
      String log = launcher.errors();
      long recoveries =
          log.lines().filter(line -> line.matches(".* [1-9]\\d* entries recovered in .*")).count();
      assertEquals(2, recoveries, log);
      assertTrue(log.contains("its data-version was \"1\" and is \"2\""), log);
    }
  }
}
