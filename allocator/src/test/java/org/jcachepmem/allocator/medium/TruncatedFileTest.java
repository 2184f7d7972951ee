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
package org.jcachepmem.allocator.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A pool cut off while it is mapped costs the pool, not the JVM. */
class TruncatedFileTest {
  @TempDir Path directory;

  @Test
  void accessFailsAndTheJvmLives() throws Exception {
    failsAndLives(MediumChoice.JDK);
    failsAndLives(MediumChoice.AUTO);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void soItIsWithAFileThatHasNoName() throws Exception {
    failsAndLives(MediumChoice.VOLATILE);
  }

  /** Not compiled: there the virtual machine throws late, as it does for copies. */
  @Test
  void whatOnlyReadsNamesTheFileThatWasCutOff() throws Exception {
    String output = run(TruncatedFileProbe.READ_ONLY, "-Xint");
    for (String read : new String[] {"getInt", "getLong"}) {
      String failed = read + " failed: " + MediumFailedException.class.getName() + ": cannot read ";
      assertTrue(output.contains(failed), output);
    }
  }

  private void failsAndLives(MediumChoice choice) throws Exception {
    String output = run(choice.name(), "-Xmixed");
    assertTrue(output.contains("failed: "), output);
    assertTrue(output.contains("alive after zero"), output);
  }

  private String run(String medium, String option) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                TruncatedFileProbe.class.getName(),
                directory.resolve(medium).toString(),
                medium)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
