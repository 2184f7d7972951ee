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
package org.jcachepmem.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spring Boot's devtools restart the application in new class loaders, over one pool. */
@Timeout(400)
class DevtoolsIT {

  private static final int RESTARTS = 3;

  @TempDir Path directory;

  /** This test's class path, with a copy of the application's classes in front, to be touched. */
  private String classPath(Path classes) throws IOException {
    Path original =
        Path.of(Application.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Path copy = classes.resolve(original.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    StringBuilder classPath = new StringBuilder(classes.toString());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar") && !entry.contains("junit") && !entry.contains("surefire")) {
        classPath.append(File.pathSeparator).append(entry);
      }
    }
    return classPath.toString();
  }

  @Test
  void aNewClassLoaderTakesOverThePool() throws Exception {
    Path classes = directory.resolve("classes");
    List<String> arguments = List.of("-cp", classPath(classes), Application.class.getName());
    try (App app = new App(directory, arguments)) {
      String zones = app.get("/zones");
      for (int restart = 1; restart <= RESTARTS; restart++) {
        Files.writeString(classes.resolve("touched-" + restart + ".txt"), "changed");
        app.awaitStarts(restart + 1);
        assertEquals(zones, app.get("/zones"));
        assertEquals("0", app.get("/computed"), "after restart " + restart);
      }
      String log = app.log();
      assertFalse(log.contains("in another process"), log);
      assertFalse(log.contains("volatile"), log);
      assertTrue(log.contains("closed with"), log);
      assertEquals(RESTARTS + 1, log.split("Pool application.pool open", -1).length - 1, log);
      assertTrue(loaders(app.pid()) <= 2, "class loaders left: " + loaders(app.pid()));
    }
  }

  /** How many class loaders of restarts are not collected. The histogram collects garbage first. */
  private static long loaders(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines = jcmd.inputReader().lines().toList();
    assertEquals(0, jcmd.waitFor(), lines.toString());
    return lines.stream()
        .filter(line -> line.contains("devtools.restart.classloader.RestartClassLoader"))
        .filter(line -> !line.contains("$"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
        .sum();
  }
}
