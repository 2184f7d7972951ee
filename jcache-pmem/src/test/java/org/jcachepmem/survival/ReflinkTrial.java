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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jcachepmem.allocator.medium.Media;

/**
 * Snapshots that share the pool's storage, on a file system that can do it: what they take, what
 * puts cost afterwards, and what becomes of a JVM whose disk is full then. Prints figures; fails if
 * a value is not what it must be. {@code jcache-pmem/try-reflink} makes such a file system.
 */
public final class ReflinkTrial {
  private static final int STEP = 4;
  private static final long COLLECTION_MILLIS = 300;
  private static final double MIB = 1 << 20;

  private final Path directory;
  private final Path file;
  private final Path snapshot;
  private final Path filler;

  private ReflinkTrial(Path directory) {
    this.directory = directory;
    file = directory.resolve("app.pool");
    snapshot = directory.resolve("snapshot.pool");
    filler = directory.resolve("filler");
  }

  /** Argument: a directory of that file system, which has 1 GiB and nothing else. */
  public static void main(String[] args) throws Exception {
    ReflinkTrial trial = new ReflinkTrial(Path.of(args[0]));
    String type = Files.getFileStore(trial.directory).type();
    List<String> media = Media.hasLibpmem() ? List.of("jdk", "libpmem") : List.of("jdk");
    for (String medium : media) {
      System.out.println("== " + type + ", " + medium + ", pool of " + ReflinkPool.SIZE);
      trial.costs(medium);
      trial.fullDisk(medium, false);
      trial.fullDisk(medium, true);
    }
  }

  private void costs(String medium) throws Exception {
    try (ReflinkPool pool = new ReflinkPool(file, medium)) {
      pool.putAll(1, 1);
      say("put before: %.0f us", pool.putAll(2, STEP));
      take(pool, false);
      take(pool, true);
      say("put after, first: %.0f us", pool.putAll(3, STEP));
      say("put after, second: %.0f us", pool.putAll(4, STEP));
      long usable = usable();
      long start = System.nanoTime();
      try (ReflinkPool copy = new ReflinkPool(snapshot, medium)) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        for (int key = 0; key < ReflinkPool.KEYS; key++) {
          check(copy.version(key) == (key % STEP == 0 ? 2 : 1), "key " + key + " of the snapshot");
        }
        say(
            "the snapshot has what it must have; opened in %d ms, which took %.0f MiB",
            millis, (usable - usable()) / MIB);
      }
    }
    Files.delete(snapshot);
    Files.delete(file);
  }

  private void take(ReflinkPool pool, boolean reflink) throws Exception {
    Files.deleteIfExists(snapshot);
    long usable = usable();
    String told = pool.snapshot(snapshot, reflink);
    say("%s: %s; took %.0f MiB", reflink ? "shared" : "copied", told, (usable - usable()) / MIB);
  }

  /** Another JVM fills the disk, and puts. What it was told is there afterwards. */
  private void fullDisk(String medium, boolean reflink) throws Exception {
    try (ReflinkPool pool = new ReflinkPool(file, medium)) {
      pool.putAll(1, 1);
    }
    usable(); // the storage of earlier pools is collected
    String last = "";
    int acknowledged = 0;
    int exit;
    try (Life life =
        Life.start(
            Files.createTempDirectory("reflink"),
            Map.of(),
            ReflinkLife.class,
            directory.toString(),
            medium,
            Boolean.toString(reflink))) {
      try {
        while (acknowledged < ReflinkPool.KEYS) {
          last = life.line();
          if (last.matches("\\d+")) {
            acknowledged = Integer.parseInt(last);
          }
        }
      } catch (AssertionError e) {
        // It has ended.
      }
      exit = life.join();
      check(last.length() > 0, life.failure());
    }
    say(
        "full disk after a %s snapshot: %d of %d puts, exit code %d%s",
        reflink ? "shared" : "copied",
        acknowledged,
        ReflinkPool.KEYS,
        exit,
        last.matches("\\d+") ? "" : ", " + last);
    if (reflink) {
      try {
        new ReflinkPool(file, medium).close();
        say("opened again on the full disk");
      } catch (RuntimeException | InternalError e) {
        say("opened again on the full disk: %s", e.getMessage());
      }
    }
    Files.delete(filler);
    long usable = usable();
    try (ReflinkPool pool = new ReflinkPool(file, medium)) {
      for (int key = 0; key < ReflinkPool.KEYS; key++) {
        int version = pool.version(key);
        check(
            version == (key < acknowledged ? 100 : 1) || key == acknowledged && version == 100,
            "key " + key + " is version " + version);
      }
      say(
          "with room it opens, took %.0f MiB, and has each acknowledged put",
          (usable - usable()) / MIB);
    }
    Files.delete(snapshot);
    Files.delete(file);
  }

  /** What a mapping keeps of a file that was deleted counts when it is collected. */
  private long usable() throws IOException, InterruptedException {
    System.gc();
    Thread.sleep(COLLECTION_MILLIS);
    return Files.getFileStore(directory).getUsableSpace();
  }

  private static void check(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what + " is not what it must be");
    }
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
