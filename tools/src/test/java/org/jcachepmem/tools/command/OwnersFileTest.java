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
package org.jcachepmem.tools.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file has its name when it is complete, and else there is none. */
@Timeout(60)
class OwnersFileTest {
  private static final byte[] BYTES = {1, 2, 3};

  @TempDir Path directory;

  private List<String> left = List.of();

  private Path file() {
    return directory.resolve("file");
  }

  private List<Path> listed() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @AfterEach
  void inventory() throws IOException {
    assertEquals(left, listed().stream().map(path -> path.getFileName().toString()).toList());
  }

  @Test
  void itAppearsWhenItIsComplete() throws IOException {
    String told =
        OwnersFile.write(
            file(),
            to -> {
              to.write(BYTES);
              assertFalse(Files.exists(file()));
              Path unfinished = listed().get(0);
              assertEquals(
                  "rw-------",
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(unfinished)));
              return "told";
            });
    assertEquals("told", told);
    assertArrayEquals(BYTES, Files.readAllBytes(file()));
    left = List.of("file");
  }

  @Test
  void ofOneThatFailsNothingStays() {
    IOException failure = new IOException("planted");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                OwnersFile.write(
                    file(),
                    to -> {
                      to.write(BYTES);
                      throw failure;
                    }));
    assertEquals(failure, thrown);
  }

  @Test
  void whatHasTheNameKeepsIt() throws IOException {
    Files.write(file(), BYTES);
    assertThrows(
        FileAlreadyExistsException.class,
        () ->
            OwnersFile.write(
                file(),
                to -> {
                  throw new AssertionError("nothing is written in vain");
                }));
    assertArrayEquals(BYTES, Files.readAllBytes(file()));
    left = List.of("file");
  }

  @Test
  void whatTakesTheNameMeanwhileKeepsIt() throws IOException {
    assertThrows(
        FileAlreadyExistsException.class,
        () -> OwnersFile.write(file(), to -> Files.write(file(), BYTES)));
    assertArrayEquals(BYTES, Files.readAllBytes(file()));
    left = List.of("file");
  }

  @Test
  void whatAKilledCommandOfTheSameNumberLeftIsInNobodysWay() throws IOException {
    Files.write(
        directory.resolve("file.making-" + ProcessHandle.current().pid()), new byte[1 << 10]);
    OwnersFile.write(file(), BYTES);
    assertArrayEquals(BYTES, Files.readAllBytes(file()));
    left = List.of("file");
  }

  @Test
  void ofOneThatIsInterruptedNothingStays() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OwnersFileTest.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals('w', process.getInputStream().read());
    assertEquals(1, listed().size());
    process.destroy();
    process.waitFor();
  }

  /** Writes a file that is never complete. */
  public static void main(String[] arguments) throws IOException {
    OwnersFile.write(
        Path.of(arguments[0]),
        to -> {
          to.write(BYTES);
          System.out.println("writing");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return BYTES.length;
        });
  }
}
