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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path: what it prints is read, and it can be killed. */
final class Jvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  Jvm(Path directory, List<String> options, Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-ea", "-Dorg.jboss.logging.provider=slf4j"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    errors = Files.createTempFile(directory, "stderr-", ".txt");
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    output = process.inputReader();
  }

  /** The next line; fails if it ends instead. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("The other JVM ended: " + Files.readString(errors));
    }
    return line;
  }

  /** All lines until it ends by itself; fails if that is not a good end. */
  List<String> lines() throws IOException, InterruptedException {
    List<String> lines = output.lines().toList();
    if (process.waitFor() != 0) {
      throw new AssertionError(lines + "\n" + Files.readString(errors));
    }
    return lines;
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }
}
