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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user runs it, without any class of the application. */
@Timeout(120)
class JarIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir static Path directory;
  private static Path pool;

  @BeforeAll
  static void make() {
    pool = SamplePool.make(directory.resolve("sample.pool"));
  }

  private static Outcome run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
    // As on a machine without a locale: what is printed is UTF-8 all the same.
    command.addAll(List.of("-Dfile.encoding=US-ASCII", "-jar", System.getProperty("tools.jar")));
    command.addAll(List.of(arguments));
    return Outcome.ofProgram(command, directory);
  }

  @Test
  void itReadsAPoolThatNobodyMayWrite() throws Exception {
    Path locked = Files.createDirectory(directory.resolve("locked"));
    Path copy = Files.copy(pool, locked.resolve("sample.pool"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--------"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
    byte[] before = Files.readAllBytes(copy);
    Outcome ls = run("ls", "--json", copy.toString());
    assertEquals(0, ls.code(), ls.toString());
    assertEquals("", ls.err());
    assertEquals(7, JsonParser.parseString(ls.out()).getAsJsonArray().size());
    assertTrue(ls.out().contains("隅田川"), ls.out());
    assertTrue(ls.out().contains("\"@class\" : \"org.jcachepmem.tools.Customer\""), ls.out());
    assertArrayEquals(before, Files.readAllBytes(copy));
    assertEquals(1, locked.toFile().list().length);
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void whatOneProcessDumpsAnotherLoads() throws Exception {
    List<String> dump =
        List.of(JAVA, "-jar", System.getProperty("tools.jar"), "dump", pool.toString());
    Path target = directory.resolve("piped.pool");
    List<String> load =
        List.of(JAVA, "-jar", System.getProperty("tools.jar"), "load", target.toString(), "-");
    List<Process> pipe =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder(dump).redirectError(Redirect.INHERIT),
                new ProcessBuilder(load).redirectError(Redirect.INHERIT)));
    for (Process process : pipe) {
      assertEquals(0, process.waitFor());
    }
    assertEquals(Contents.of(pool), Contents.of(target));
  }

  @Test
  void aPoolThatAnotherProcessHasOpenIsRefusedAndWatched() throws Exception {
    Process application = RunningApplication.start(directory.resolve("open.pool"));
    try {
      String open = directory.resolve("open.pool").toString();
      for (String command : new String[] {"info", "drop"}) {
        Outcome refused = command.equals("info") ? run("info", open) : run("drop", open, "cities");
        assertEquals(3, refused.code(), refused.toString());
        assertTrue(refused.err().contains("pid " + application.pid() + " on "), refused.err());
        assertFalse(refused.err().contains("\tat "), refused.err());
      }
      Outcome top = run("top", Long.toString(application.pid()), "--count", "2");
      assertEquals(0, top.code(), top.toString());
      assertTrue(top.out().contains("cities"), top.out());
    } finally {
      application.destroyForcibly().waitFor();
    }
    Outcome info = run("info", directory.resolve("open.pool").toString());
    assertEquals(0, info.code(), info.toString());
    assertTrue(info.out().contains("closed   no: its process was killed"), info.out());
    assertEquals(0, run("check", directory.resolve("open.pool").toString()).code());
  }

  @Test
  void usageAndVersionAreThoseOfTheJar() throws Exception {
    assertTrue(run("--version").out().startsWith("jcache-pmem 0."));
    assertEquals(2, run("nonsense").code());
    Outcome damaged = run("check", damaged().toString());
    assertEquals(1, damaged.code(), damaged.toString());
  }

  private static Path damaged() throws IOException {
    byte[] bytes = Files.readAllBytes(pool);
    bytes[LookingTest.indexOf(bytes, "logged in")] = 'K';
    return Files.write(directory.resolve("damaged.pool"), bytes);
  }

  @Test
  void bashTakesTheCompletionScript() throws Exception {
    Path script = directory.resolve("completion");
    Files.writeString(script, run("completion").out());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=(jcache-pmem dr); COMP_CWORD=1; _complete_jcache-pmem;"
                    + " echo ${COMPREPLY[@]}")
            .redirectErrorStream(true)
            .start();
    String completed =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, bash.waitFor());
    assertEquals("drop", completed);
  }
}
