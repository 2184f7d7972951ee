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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FullHeapTest {

  /** Room for more than there is needed is no reason to refuse. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void entriesThatTheHeapCannotEvenListAreAClearError(int outlook) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String probe = FullHeapProbe.class.getName();
    Process process =
        new ProcessBuilder(
                List.of(java, "-Xmx16m", "-XX:+UseSerialGC", "-cp", classes, probe, "" + outlook))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    // 8 bytes at a load of 0.6, with the smaller table beside it while it grows; less if some parts
    // had room made for entries that never came
    int least = outlook == 1 ? 200_000 : 100_000;
    assertTrue(Integer.parseInt(output.split(" ")[0]) > least, output);
    assertTrue(output.contains("this JVM's heap of 15 MiB") || output.contains("16 MiB"), output);
    assertTrue(output.contains("Start with -Xmx3"), output);
  }
}
