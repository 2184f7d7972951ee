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
package org.jcachepmem.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long a restart takes to the first get, each time in a new JVM:
 *
 * <pre>
 *   jcache-pmem/restarts --directory /dev/shm --entries 5000000 --value 128 --rounds 3
 * </pre>
 *
 * A pool is filled and opened after a close and after a kill -9, blocking and in the background.
 * Then sparse pools of 1, 10 and 100 GiB with a hundredth of the entries are: their files have
 * holes, and storage is not allocated. The directory should be on a file system in memory, so that
 * the page cache is warm. What it writes it deletes.
 */
public final class Restarts {
  private static final long ENTRY_OVERHEAD_BYTES = 64;
  private static final long LEAST_MIB = 64;

  private final Path directory;
  private final long entries;
  private final int valueBytes;
  private final int rounds;

  private Restarts(Map<String, String> arguments) {
    directory = Path.of(arguments.getOrDefault("--directory", "/dev/shm"));
    entries = Long.parseLong(arguments.getOrDefault("--entries", "5000000"));
    valueBytes = Integer.parseInt(arguments.getOrDefault("--value", "128"));
    rounds = Integer.parseInt(arguments.getOrDefault("--rounds", "3"));
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> arguments = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      arguments.put(args[i], args[i + 1]);
    }
    new Restarts(arguments).run();
  }

  private void run() throws IOException, InterruptedException {
    Path place = Files.createTempDirectory(directory, "jcache-pmem-restarts-");
    try {
      long mib = Math.max(LEAST_MIB, entries * (valueBytes + ENTRY_OVERHEAD_BYTES) * 5 / 4 >> 20);
      measureAll(place.resolve("pool"), mib, entries, false);
      for (long gib : new long[] {1, 10, 100}) {
        measureAll(place.resolve("sparse-" + gib + "-gib"), gib << 10, entries / 100, true);
      }
    } finally {
      try (var files = Files.list(place)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(place);
    }
  }

  private void measureAll(Path pool, long mib, long count, boolean sparse)
      throws IOException, InterruptedException {
    System.out.printf(
        "%d entries of %d bytes in %s of %d MiB%n",
        count, valueBytes, sparse ? "a sparse pool" : "a pool", mib);
    life(pool, sparse, "fill", mib, count, "close");
    for (String mode : new String[] {"blocking", "wait", "miss"}) {
      for (int round = 0; round < rounds; round++) {
        System.out.printf("  closed, %-8s ", mode);
        life(pool, sparse, "open", mib, count, mode);
      }
    }
    for (String mode : new String[] {"blocking", "wait"}) {
      life(pool, sparse, "fill", mib, count / 10, "kill");
      System.out.printf("  killed, %-8s ", mode);
      life(pool, sparse, "open", mib, count, mode);
    }
    Files.delete(pool);
    Files.deleteIfExists(pool.resolveSibling(pool.getFileName() + ".lock"));
  }

  /** One JVM; what it prints is this one's output. */
  private void life(Path pool, boolean sparse, String what, long mib, long count, String how)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx6g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RestartLife.class.getName());
    command.addAll(List.of(what, pool.toString(), Boolean.toString(sparse), Long.toString(mib)));
    command.addAll(List.of(Long.toString(count), Integer.toString(valueBytes), how));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != (how.equals("kill") ? RestartLife.KILLED : 0)) {
      throw new IllegalStateException("the JVM that should " + what + " ended with " + code);
    }
  }
}
