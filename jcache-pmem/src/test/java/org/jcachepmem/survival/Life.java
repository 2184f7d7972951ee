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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another JVM with this one's class path: what it prints is read, and it can be killed. */
final class Life implements AutoCloseable {

  static final String CLASS_PATH = System.getProperty("java.class.path");

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private Life(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts {@code main} in {@code directory}, where its standard error is kept in a file. */
  static Life start(Path directory, Map<String, String> environment, Class<?> main, String... args)
      throws IOException {
    return start(directory, environment, "128m", main, args);
  }

  /** The same with a heap of {@code heap}, as {@code -Xmx} has it. */
  static Life start(
      Path directory, Map<String, String> environment, String heap, Class<?> main, String... args)
      throws IOException {
    List<String> options =
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap, "-ea");
    return start(directory, environment, options, CLASS_PATH, main, args);
  }

  /** The same with other options of the JVM, and another class path with the same classes. */
  static Life start(
      Path directory,
      Map<String, String> environment,
      List<String> options,
      String classPath,
      Class<?> main,
      String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    Path errors = Files.createTempFile(directory, "stderr-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
    builder.environment().remove("PMEM_IS_PMEM_FORCE");
    builder.environment().putAll(environment);
    return new Life(builder.start(), errors);
  }

  /** The next line that it prints; fails if it ends instead. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("The other JVM ended: " + errors());
    }
    return line;
  }

  /** What it printed to standard error, log lines included. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** The same, where no exception is expected. */
  String failure() {
    try {
      return errors();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The file that keeps its standard error. */
  Path errorsFile() {
    return errors;
  }

  /** Has it print the stacks of its threads, for a second, and returns them. */
  String stacks() throws IOException {
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid())).start();
    StringBuilder stacks = new StringBuilder();
    long end = System.nanoTime() + 1_000_000_000L;
    while (System.nanoTime() < end) {
      while (output.ready()) {
        stacks.append(output.readLine()).append('\n');
      }
      Thread.onSpinWait();
    }
    return stacks.toString();
  }

  /** How much of a processor it has used up to now; 0 if that is not known. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(d -> d.toNanos() / 1e9).orElse(0.0);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** kill -9. Returns the exit code, which is another one if it had ended by itself. */
  int kill() {
    process.destroyForcibly();
    return join();
  }

  /** Asks it to end, by the end of its input, and waits for that. Returns its exit code. */
  int end() throws IOException {
    process.getOutputStream().close();
    return join();
  }

  /** Waits for its end. Returns its exit code. */
  int join() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    output.close();
  }
}
