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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jcachepmem.tools.command.Commands;
import picocli.CommandLine;

/**
 * What a command came to.
 *
 * @param code the exit code
 * @param out what was printed
 * @param err what was complained of
 */
record Outcome(int code, String out, String err) {

  /** Runs a command in this process. */
  static Outcome of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Commands.line();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int code = line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs a program whose output is UTF-8; {@code directory} is for its errors. */
  static Outcome ofProgram(List<String> command, Path directory) throws Exception {
    Path err = Files.createTempFile(directory, "err", "");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  /** Runs a command that must end with 0 and complain of nothing. */
  static Outcome good(Object... arguments) {
    Outcome outcome = of(arguments);
    assertEquals(0, outcome.code, () -> Arrays.toString(arguments) + ": " + outcome);
    assertEquals("", outcome.err, () -> Arrays.toString(arguments));
    return outcome;
  }

  /** Runs a command that must end with {@code code}, in a sentence and without a stack trace. */
  static String bad(int code, Object... arguments) {
    Outcome outcome = of(arguments);
    assertEquals(code, outcome.code, () -> Arrays.toString(arguments) + ": " + outcome);
    assertTrue(outcome.err.length() > 20, () -> Arrays.toString(arguments) + ": " + outcome);
    assertFalse(outcome.err.contains("\tat "), outcome.err);
    assertFalse(outcome.err.contains("Exception"), outcome.err);
    return outcome.err;
  }

  /** What was printed, as another library reads it. */
  JsonElement json() {
    return JsonParser.parseString(out);
  }
}
