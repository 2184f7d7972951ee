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

import static org.jcachepmem.tools.Outcome.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jcachepmem.tools.command.Commands;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** How the process ends when its output is lost, the disk is full, or the virtual machine fails. */
@Tag("one-jdk")
@Timeout(120)
class EndingTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir static Path directory;
  private static Path pool;

  @BeforeAll
  static void make() {
    pool = SamplePool.make(directory.resolve("sample.pool"));
  }

  /** Runs the program as {@code "$@"} of a bash script. */
  private static Outcome bash(String script, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash", JAVA));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tools.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return Outcome.ofProgram(command, directory);
  }

  @Test
  void anOutputThatTakesNothingIsAFailure() throws Exception {
    Object[][] commands = {{"ls", "--json", pool}, {"dump", pool}, {"completion"}, {"--help"}};
    for (Object[] command : commands) {
      Outcome outcome = bash("\"$@\" > /dev/full", command);
      assertEquals(5, outcome.code(), outcome.toString());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains("standard output"), outcome.err());
    }
  }

  /** As other programs end, which SIGPIPE kills. */
  @Test
  void whenNobodyReadsAnyMoreItEndsSilently() throws Exception {
    Outcome outcome = bash("\"$@\" | head -c 1; exit ${PIPESTATUS[0]}", "dump", pool);
    assertEquals(141, outcome.code(), outcome.toString());
    assertEquals("", outcome.err());
    assertEquals(1, outcome.out().length());
  }

  @Test
  void aPoolThatCannotGrowForLackOfRoomIsLeftAsItWas() throws Exception {
    Path small = Files.copy(pool, directory.resolve("small.pool"));
    Outcome outcome = bash("ulimit -f 20480; exec \"$@\"", "grow", small, "64MiB");
    assertEquals(4, outcome.code(), outcome.toString());
    assertTrue(outcome.err().contains("cannot extend " + small), outcome.err());
    assertEquals(Contents.of(pool), Contents.of(small));
    good("check", small);
  }

  /** A command that fails as the virtual machine does. */
  @Command(name = "fail")
  private record Failing(Error error) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw error;
    }
  }

  private static Outcome failing(Error error, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Commands.line().addSubcommand(new Failing(error));
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setUnmatchedArgumentsAllowed(true);
    List<String> arguments = new ArrayList<>(List.of("fail"));
    arguments.addAll(List.of(more));
    int code = Tools.run(line, arguments.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  @Test
  void errorsOfTheVirtualMachineAreFailures() {
    Error[] errors = {
      new StackOverflowError(),
      new OutOfMemoryError("Java heap space"),
      new InternalError("a fault"),
      new AssertionError("why")
    };
    String[] said = {"-Xss", "-Xmx", "truncated, or its device failed: a fault", "why"};
    for (int i = 0; i < errors.length; i++) {
      Outcome outcome = failing(errors[i]);
      assertEquals(5, outcome.code(), outcome.toString());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains(said[i]), outcome.err());
      assertFalse(outcome.err().contains("\tat "), outcome.err());
      assertTrue(failing(errors[i], "--stacktrace").err().contains("\tat "));
    }
  }
}
