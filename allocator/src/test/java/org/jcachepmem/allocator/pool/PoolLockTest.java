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
package org.jcachepmem.allocator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * One holder of a pool at a time, whoever it is; and the one who comes late learns who holds it.
 */
@Timeout(60)
class PoolLockTest {
  /** The C library is bound on Linux only; so what is locked is the lock file only. */
  private static final String WITHOUT_LIBC = "-Dos.name=Mac OS X";

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("pool");
  }

  private PoolFile open() {
    return PoolFile.open(PoolHolder.options(path.toString()), medium -> {});
  }

  private Process start(String what) throws IOException {
    return start(path, what);
  }

  private static ProcessBuilder program(Path path, String what, String... jvmArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmArguments));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PoolHolder.class.getName(), path.toString(), what));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static Process start(Path path, String what, String... jvmArguments) throws IOException {
    return program(path, what, jvmArguments).start();
  }

  private Process startHolder() throws IOException {
    return startHolder(path);
  }

  private static Process startHolder(Path path) throws IOException {
    Process holder = start(path, "hold");
    BufferedReader output = new BufferedReader(new InputStreamReader(holder.getInputStream()));
    assertEquals("held", output.readLine());
    return holder;
  }

  @Test
  void aSecondProcessLearnsWhoHoldsThePoolAndGetsItAfterAKill() throws Exception {
    Process holder = startHolder();
    try {
      PoolLockedException e = assertThrows(PoolLockedException.class, this::open);
      assertFalse(e.isInThisProcess());
      assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
      assertTrue(e.getMessage().contains("pid " + holder.pid() + " on "), e.getMessage());
      assertTrue(e.getMessage().matches("(?s).* since 20\\d\\d-.*"), e.getMessage());
      assertThrows(PoolLockedException.class, this::open, "a failed try must not break the lock");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    open().close();
  }

  @Test
  void waitsForThePoolWhenTold() throws Exception {
    Process holder = startHolder();
    PoolOptions.Builder waiting =
        PoolHolder.options(path.toString()).toBuilder().onLocked(OnLocked.WAIT);
    assertThrows(
        PoolLockedException.class,
        () -> PoolFile.open(waiting.lockWait(Duration.ofMillis(50)).build(), medium -> {}));
    Thread ender =
        new Thread(
            () -> {
              try {
                Thread.sleep(100);
                holder.getOutputStream().close();
              } catch (IOException | InterruptedException e) {
                holder.destroyForcibly();
              }
            });
    ender.start();
    PoolFile.open(waiting.lockWait(Duration.ofSeconds(30)).build(), medium -> {}).close();
    ender.join();
    holder.waitFor();
  }

  private static URLClassLoader anotherClassLoader() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(element).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static String tryOpen(URLClassLoader other, Path path)
      throws ReflectiveOperationException {
    Class<?> foreign = other.loadClass(PoolHolder.class.getName());
    return (String) foreign.getMethod("tryOpen", String.class).invoke(null, path.toString());
  }

  @Test
  void anotherClassLoaderOfThisJvmIsToldSoAndBreaksNothing() throws Exception {
    try (PoolFile pool = open();
        URLClassLoader other = anotherClassLoader()) {
      String answer = tryOpen(other, path);
      assertTrue(answer.startsWith("PoolLockedException"), answer);
      assertTrue(answer.contains("in this JVM"), answer);
      assertTrue(answer.contains("class loader"), answer);
      // The lock must have survived the try, which a second descriptor of its file would have cost
      // it.
      Process second = start("hold");
      assertTrue(second.waitFor() != 0, "another process got the pool");
      assertEquals(65536, pool.medium().sizeBytes());
    }
  }

  /** As a rule of a test does that puts the properties back which it found. */
  private static void loseProperties() {
    System.getProperties()
        .keySet()
        .removeIf(name -> name.toString().startsWith("org.jcachepmem.pool.open."));
  }

  /** The other process sees the lock file only, whose lock is what the try could have cost. */
  @Test
  void anotherClassLoaderBreaksNothingEitherWhenThePropertiesWereLost() throws Exception {
    try (PoolFile pool = open();
        URLClassLoader other = anotherClassLoader()) {
      loseProperties();
      String answer = tryOpen(other, path);
      assertTrue(answer.startsWith("PoolLockedException"), answer);
      assertTrue(answer.contains("in this JVM"), answer);
      Process second = start(path, "hold", WITHOUT_LIBC);
      second.getOutputStream().close();
      assertTrue(second.waitFor() != 0, "another process got the pool");
      assertEquals(65536, pool.medium().sizeBytes());
    }
  }

  @Test
  void aReaderBreaksNothingEitherWhenThePropertiesWereLost() throws Exception {
    try (PoolFile pool = open()) {
      loseProperties();
      assertThrows(PoolLockedException.class, () -> ReadOnlyPoolFile.open(path));
      Process second = start(path, "hold", WITHOUT_LIBC);
      second.getOutputStream().close();
      assertTrue(second.waitFor() != 0, "another process got the pool");
      assertEquals(65536, pool.medium().sizeBytes());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoWaitsThoughThePropertiesWereLostKeepsOneDescriptor() throws Exception {
    PoolOptions waiting =
        PoolHolder.options(path.toString()).toBuilder()
            .onLocked(OnLocked.WAIT)
            .lockWait(Duration.ofMillis(200))
            .build();
    try (PoolFile pool = open()) {
      loseProperties();
      assertThrows(PoolLockedException.class, () -> PoolFile.open(waiting, medium -> {}));
      assertEquals(65536, pool.medium().sizeBytes());
      assertEquals(2, descriptors(directory.resolve("pool.lock")), "the holder's and one more");
    }
    open().close();
    assertEquals(0, descriptors(directory.resolve("pool.lock")), "whoever gets the lock closes it");
  }

  private static long descriptors(Path file) throws IOException {
    long count = 0;
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : all.toList()) {
        // That of the listing itself is none any more.
        if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(file)) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void aPoolIsOneHoweverManyNamesItsFileHas() throws Exception {
    open().close();
    Path other = Files.createLink(directory.resolve("other"), path);
    try (PoolFile pool = open()) {
      String answer = PoolHolder.tryOpen(other.toString());
      assertTrue(answer.startsWith("PoolLockedException"), answer);
      assertTrue(answer.contains("in this JVM"), answer);
      assertThrows(PoolLockedException.class, () -> ReadOnlyPoolFile.open(other));
      Process second = start(other, "hold");
      second.getOutputStream().close();
      assertTrue(second.waitFor() != 0, "another process got the pool");
      assertEquals(65536, pool.medium().sizeBytes());
    }
    assertEquals("opened", PoolHolder.tryOpen(other.toString()));
  }

  @Test
  void anotherNameLeadsToThePoolOfAnotherProcess() throws Exception {
    open().close();
    Path other = Files.createLink(directory.resolve("other"), path);
    Process holder = startHolder(other);
    try {
      PoolLockedException e = assertThrows(PoolLockedException.class, this::open);
      assertFalse(e.isInThisProcess());
      assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
      assertTrue(e.getMessage().contains("another name"), e.getMessage());
      assertThrows(PoolLockedException.class, () -> ReadOnlyPoolFile.open(path));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    open().close();
  }

  @Test
  void otherNamesAreRefusedWhereOnlyALockFileCanBeLocked() throws Exception {
    open().close();
    Path other = Files.createLink(directory.resolve("other"), path);
    Process process = program(other, "hold", WITHOUT_LIBC).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor() != 0, output);
    assertTrue(output.contains("PoolIoException"), output);
    assertTrue(output.contains(other.toString()), output);
    assertTrue(output.contains("2 names (hard links)"), output);
    Files.delete(other);
    Process alone = start(path, "hold", WITHOUT_LIBC);
    alone.getOutputStream().close();
    assertEquals(0, alone.waitFor());
  }

  @Test
  void aPoolStaysLockedWhenItsLockFileIsRemoved() throws Exception {
    Process holder = startHolder();
    try {
      Files.delete(directory.resolve("pool.lock"));
      PoolLockedException e = assertThrows(PoolLockedException.class, this::open);
      assertTrue(e.getMessage().contains("fuser " + path), e.getMessage());
      PoolOptions replacing =
          PoolHolder.options(path.toString()).toBuilder().overrideIfExists(true).build();
      assertThrows(PoolLockedException.class, () -> PoolFile.open(replacing, medium -> {}));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    open().close();
  }

  @Test
  void waitsForAPoolThatHasAnotherName() throws Exception {
    open().close();
    Process holder = startHolder(Files.createLink(directory.resolve("other"), path));
    PoolOptions.Builder waiting =
        PoolHolder.options(path.toString()).toBuilder().onLocked(OnLocked.WAIT);
    assertThrows(
        PoolLockedException.class,
        () -> PoolFile.open(waiting.lockWait(Duration.ofMillis(50)).build(), medium -> {}));
    holder.getOutputStream().close();
    PoolFile.open(waiting.lockWait(Duration.ofSeconds(30)).build(), medium -> {}).close();
    holder.waitFor();
  }

  @Test
  void aPoolThatReplacesAnotherIsLockedAsThatWas() throws Exception {
    open().close();
    PoolOptions replacing =
        PoolHolder.options(path.toString()).toBuilder().overrideIfExists(true).build();
    try (PoolFile pool = PoolFile.open(replacing, medium -> {})) {
      assertTrue(pool.wasCreated());
      Files.delete(directory.resolve("pool.lock"));
      Process second = start("hold");
      second.getOutputStream().close();
      assertTrue(second.waitFor() != 0, "another process got the pool");
    }
  }

  @Test
  void thePathIsOneHoweverItIsSpelled() throws IOException {
    Files.createDirectory(directory.resolve("sub"));
    Files.createSymbolicLink(directory.resolve("alias"), directory);
    PoolFile pool = open();
    for (String other : List.of("sub/../pool", "alias/pool", "./pool")) {
      assertTrue(
          PoolHolder.tryOpen(directory.resolve(other).toString())
              .startsWith("PoolLockedException"));
    }
    pool.close();
    pool.close();
    assertEquals("opened", PoolHolder.tryOpen(path.toString()));
  }

  @Test
  void interruptsDoNotCostAReadersLock() {
    open().close();
    Thread.currentThread().interrupt();
    PoolLock reader = PoolLock.acquireShared(path, new PoolHost());
    try {
      assertTrue(Thread.interrupted());
      assertThrows(PoolLockedException.class, this::open);
    } finally {
      reader.close();
    }
    open().close();
  }

  @Test
  void interruptsDoNotCostTheLock() {
    Thread.currentThread().interrupt();
    try (PoolFile pool = open()) {
      assertTrue(Thread.interrupted());
      assertTrue(PoolHolder.tryOpen(path.toString()).startsWith("PoolLockedException"));
      assertEquals(65536, pool.medium().sizeBytes());
    }
  }

  @Test
  void aProcessKilledWhileItCreatesLeavesNoPool() throws Exception {
    assertEquals(9, start("die").waitFor());
    assertFalse(Files.exists(path));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count(), "the unfinished pool and the lock file");
    }
    try (PoolFile pool = open()) {
      assertTrue(pool.wasCreated());
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count(), "the pool and the lock file");
    }
  }

  @Test
  void aLockFileThatCannotBeMadeIsAnErrorWithItsReason() throws IOException {
    Files.createSymbolicLink(directory.resolve("pool.lock"), directory.resolve("elsewhere"));
    PoolIoException e = assertThrows(PoolIoException.class, this::open);
    assertTrue(e.getMessage().contains("pool.lock"), e.getMessage());
    assertFalse(Files.exists(directory.resolve("elsewhere")));
  }

  /** Opening one to read waits for who writes into it, which nobody may ever do. */
  @Test
  void aPipeInThePlaceOfTheLockFileIsRefused() throws Exception {
    open().close();
    Path lockPath = directory.resolve("pool.lock");
    Files.delete(lockPath);
    assertEquals(0, new ProcessBuilder("mkfifo", lockPath.toString()).start().waitFor());
    for (Executable opening :
        new Executable[] {this::open, () -> ReadOnlyPoolFile.open(path).close()}) {
      PoolIoException e =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10), () -> assertThrows(PoolIoException.class, opening));
      assertTrue(e.getMessage().contains("pool.lock"), e.getMessage());
      assertTrue(e.getMessage().contains("a special file"), e.getMessage());
    }
  }
}
