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
package org.jcachepmem.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a new user: the blocks of {@code docs/getting-started.md} in their order, in one
 * shell, from an empty directory. Only {@code mvn install} is not run, because it would change the
 * user's local repository: a repository of links to it, with what this build has packaged, stands
 * in for it. And the port is a free one.
 */
@Timeout(300)
@Tag("one-jdk")
class GettingStartedIT {

  private static final String MARK = "=== end of block ";
  private static final String VERSION = System.getProperty("project.version");

  private final House house = new House();
  private final int port = freePort();

  @TempDir Path directory;

  @Test
  void everyBlockDoesWhatTheDocumentSays() throws Exception {
    List<CommandBlock> blocks =
        CommandBlock.of(Files.readString(house.root().resolve("docs/getting-started.md")));
    assertTrue(blocks.size() >= 6, "blocks to run in docs/getting-started.md");
    Files.createDirectories(directory.resolve(".mvn"));
    Files.writeString(
        directory.resolve(".mvn/maven.config"),
        "-Dmaven.repo.local=" + repository() + "\n--no-transfer-progress\n");
    Path script = directory.resolve("script.sh");
    Files.writeString(script, script(blocks));
    String output;
    try {
      output = run(script, Files.createDirectory(directory.resolve("empty")));
    } finally {
      unlink();
    }
    List<String> parts = List.of(output.split(MARK + "\\d+\n", -1));
    assertEquals(blocks.size() + 1, parts.size(), output);
    for (int i = 0; i < blocks.size(); i++) {
      assertNull(
          blocks.get(i).missing(parts.get(i)), "block " + i + " did not print it: " + output);
    }
  }

  private String script(List<CommandBlock> blocks) {
    StringBuilder script = new StringBuilder("trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT\n");
    for (int i = 0; i < blocks.size(); i++) {
      script.append(blocks.get(i).command()).append("echo '").append(MARK).append(i).append("'\n");
    }
    return script.toString().replace("localhost:8080", "localhost:" + port);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(Path script, Path empty) throws IOException, InterruptedException {
    Path log = directory.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    Path java = Path.of(System.getProperty("java.home"));
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", java.toString());
    environment.put(
        "PATH",
        String.join(
            File.pathSeparator,
            java.resolve("bin").toString(),
            Path.of(System.getProperty("maven.installation"), "bin").toString(),
            environment.get("PATH")));
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.keySet().removeAll(List.of("MAVEN_ARGS", "JAVA_TOOL_OPTIONS"));
    Process process =
        builder
            .directory(empty.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(process.waitFor(240, TimeUnit.SECONDS), () -> "it hangs: " + read(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return read(log);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The user's local repository by links, and in it our artifacts as {@code install} puts them. */
  private Path repository() throws IOException {
    Path local = Path.of(System.getProperty("maven.local.repository"));
    Path repository = Files.createDirectory(directory.resolve("repository"));
    link(local, repository, "org");
    link(local.resolve("org"), Files.createDirectory(repository.resolve("org")), "jcachepmem");
    Path ours = repository.resolve("org/jcachepmem");
    install(ours, "jcache-pmem-parent", house.root(), false);
    install(ours, "jcache-pmem-allocator", house.root().resolve("allocator"), true);
    install(ours, "jcache-pmem", house.root().resolve("jcache-pmem"), true);
    return repository;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        if (!child.getFileName().toString().equals(except)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child);
        }
      }
    }
  }

  /** Before the directory is deleted, so that nobody has to think about where links lead. */
  private void unlink() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("repository"), 2)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static void install(Path ours, String artifact, Path module, boolean hasJar)
      throws IOException {
    Path home = Files.createDirectories(ours.resolve(artifact).resolve(VERSION));
    String name = artifact + "-" + VERSION;
    Files.copy(module.resolve("pom.xml"), home.resolve(name + ".pom"));
    if (hasJar) {
      Files.copy(module.resolve("target/" + name + ".jar"), home.resolve(name + ".jar"));
    }
  }
}
