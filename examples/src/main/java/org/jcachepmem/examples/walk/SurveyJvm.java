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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A JVM that runs {@link Survey}, and what it has told so far. Used by one thread. */
final class SurveyJvm {

  private final Phase phase;
  private final Path directory;
  private final Process process;
  private final Map<Message, Long> numbers = new EnumMap<>(Message.class);
  private final List<String> answers = new ArrayList<>();
  private boolean killed;
  private long askingSince;

  SurveyJvm(Phase phase, Path directory, Path pool, int threads) throws IOException {
    this.phase = phase;
    this.directory = directory;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djcache-pmem.pool.path=" + pool);
    for (String key : System.getProperties().stringPropertyNames()) {
      if (key.startsWith("jcache-pmem.")) {
        command.add("-D" + key + "=" + System.getProperty(key));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Survey.class.getName()));
    command.addAll(List.of(directory.toString(), phase.name(), Integer.toString(threads)));
    process = new ProcessBuilder(command).redirectError(phase.log(directory).toFile()).start();
  }

  /**
   * Follows the JVM to its end.
   *
   * @param killAt the share of the classes after which it is killed without warning; 1 for never
   */
  void follow(ProgressBar bar, double killAt) throws IOException, InterruptedException {
    try (BufferedReader lines = process.inputReader()) {
      String line;
      while (!killed && (line = lines.readLine()) != null) {
        Message.parse(line, this::take);
        bar.show(number(Message.DONE), number(Message.TOTAL));
        if (killAt < 1 && number(Message.DONE) > killAt * number(Message.TOTAL)) {
          kill();
        }
      }
    }
    int exit = process.waitFor();
    if (killed) {
      bar.end("kill -9");
    } else if (exit != 0) {
      throw new IOException(
          phase.label()
              + " JVM ended with "
              + exit
              + ":\n"
              + Files.readString(phase.log(directory)));
    } else {
      bar.end(String.format("%.1f s", seconds()));
    }
  }

  long number(Message message) {
    return numbers.getOrDefault(message, 0L);
  }

  /** How long it asked, start of the JVM and opening of the pool apart. */
  double seconds() {
    return number(Message.ASK_MILLIS) / 1e3;
  }

  List<String> answers() {
    return answers;
  }

  private void take(Message message, String value) {
    if (message == Message.ANSWER) {
      answers.add(value);
      return;
    }
    numbers.put(message, Long.valueOf(value));
    if (message == Message.TOTAL) {
      askingSince = System.nanoTime();
    }
  }

  /** SIGKILL: no shutdown hook, no finally block, no buffer written. */
  private void kill() {
    process.destroyForcibly();
    killed = true;
    numbers.put(Message.ASK_MILLIS, (System.nanoTime() - askingSince) / 1_000_000);
  }
}
