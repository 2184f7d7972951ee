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
package org.jcachepmem.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.cache.CacheManager;

/** An application that has a pool open, until it is killed or its input ends. */
final class RunningApplication {
  private RunningApplication() {}

  /** Starts one, in a JVM of its own; its pool is open when this returns. */
  static Process start(Path pool) throws IOException {
    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RunningApplication.class.getName(),
                pool.toString())
            .redirectError(Redirect.DISCARD)
            .start();
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8));
    assertEquals("running", said.readLine());
    return application;
  }

  public static void main(String[] arguments) throws Exception {
    try (CacheManager manager = SamplePool.manager(Path.of(arguments[0]), "shop")) {
      SamplePool.fill(manager);
      manager.enableStatistics("cities", true);
      System.out.println("running");
      while (System.in.read() >= 0) {
        manager.getCacheNames();
      }
    }
  }
}
