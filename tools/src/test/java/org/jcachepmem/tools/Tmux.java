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
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A terminal of its own size in which a script runs, with a server that nobody else uses. */
final class Tmux implements AutoCloseable {
  private static final long DEADLINE_NANOS = 30_000_000_000L;
  private static final long POLL_MILLIS = 25;

  private final Path socket;

  private Tmux(Path socket) {
    this.socket = socket;
  }

  /** Returns if tmux is installed; else skips the test aloud, or fails it in CI. */
  static void require() {
    boolean isThere =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(directory -> Path.of(directory, "tmux").toFile().canExecute());
    if (isThere) {
      return;
    }
    String message = "top is not tested in a terminal: install the package tmux";
    if ("true".equals(System.getenv("CI"))) {
      fail(message);
    }
    System.out.println(message);
    abort(message);
  }

  /** Starts a script in a new terminal. */
  static Tmux run(Path directory, Path script, int columns, int rows) throws IOException {
    Tmux tmux = new Tmux(directory.resolve("tmux"));
    tmux.command(
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        Integer.toString(rows),
        "sh '" + script + "'");
    return tmux;
  }

  private String command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null"));
    command.addAll(List.of("-S", socket.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("TMUX"); // that we may run in
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), () -> command + ": " + said);
    return said;
  }

  /** The lines that the terminal shows. */
  List<String> lines() throws IOException {
    return command("capture-pane", "-p").lines().toList();
  }

  /** Waits until the terminal shows what is wanted, and returns that. */
  List<String> await(String what, Predicate<List<String>> wanted)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      List<String> lines = lines();
      if (wanted.test(lines)) {
        return lines;
      }
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        fail("no " + what + " in the terminal:\n" + String.join("\n", lines));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Whether a program has the other screen, as full-screen programs do. */
  boolean isOtherScreen() throws IOException {
    return command("display-message", "-p", "#{alternate_on}").strip().equals("1");
  }

  void resize(int columns, int rows) throws IOException {
    command("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  void press(String key) throws IOException {
    command("send-keys", key);
  }

  /** Ends the terminal and what runs in it. */
  @Override
  public void close() throws IOException {
    command("kill-server");
  }
}
