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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.jcachepmem.examples.HelloCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An example on a machine without libpmem does the same, and says in one line what serves. */
@Timeout(60)
class WithoutLibpmemTest {

  @TempDir Path directory;

  private String hello(String... jvmArguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(List.of(jvmArguments));
    builder.command().add("-cp");
    builder.command().add(System.getProperty("java.class.path"));
    builder.command().add(HelloCache.class.getName());
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void thePoolIsTheSameWithAndWithout() throws Exception {
    String without = hello("-Djcachepmem.libpmem=libabsent.so.1");
    assertTrue(without.contains("Start number 1 over this pool."), without);
    assertEquals(1, without.lines().filter(l -> l.contains("libabsent.so.1")).count(), without);
    assertTrue(without.contains("apt install libpmem1"), without);
    assertTrue(without.matches("(?s).* open: JDK.*, durability sync, .*"), without);
    String with = hello();
    assertTrue(with.contains("Start number 2 over this pool."), with);
  }
}
