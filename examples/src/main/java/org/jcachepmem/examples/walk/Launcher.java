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
package org.jcachepmem.examples.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Asks for the facts of every class of the JDK three times, each time in a new JVM over the same
 * pool: cold and killed half way, continued, warm. Then shows what the kill cost.
 */
public final class Launcher {

  private Launcher() {}

  /** Argument: a directory to keep the pool and the journals in; a temporary one if absent. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory =
        args.length > 0
            ? Files.createDirectories(Path.of(args[0]).toAbsolutePath())
            : Files.createTempDirectory("jcache-pmem-walk");
    Path pool = directory.resolve("classes.pool");
    Files.deleteIfExists(pool);
    int threads = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "Analysing the data flow of each class of Java %s with %d threads, through a cache.%n",
        System.getProperty("java.version"), threads);
    Map<Phase, SurveyJvm> jvms = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      ProgressBar bar = new ProgressBar(System.out, System.console() != null, phase.label());
      SurveyJvm jvm = new SurveyJvm(phase, directory, pool, threads);
      jvms.put(phase, jvm);
      jvm.follow(bar, phase == Phase.COLD ? 0.5 : 1);
    }
    Report report = new Report(jvms, new Ledger(directory), threads, pool);
    if (!report.print(System.out, PoolLog.read(Phase.WARM.log(directory)))) {
      System.exit(1);
    }
  }
}
