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
package org.jcachepmem.allocator.mutant;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that is killed: each of some mutants lives in it, in a thread and on a pool file of its
 * own, and so does the product. Says on its output what each life noticed.
 */
public final class KilledLives {
  static final String READY = "#ready";
  static final String NOTICED = "#noticed\t";

  /** The product itself, among the mutants. */
  static final String PRODUCT = "the product";

  private static final String LIFE = "org.jcachepmem.allocator.record.JournalledLife";
  private static final long PATIENCE_SECONDS = 60;

  private KilledLives() {}

  /** Arguments: the directory, the seed, {@code true} to write on, and the file of the names. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    boolean writes = Boolean.parseBoolean(arguments[2]);
    List<String> names = Files.readAllLines(Path.of(arguments[3]));
    Map<String, Mutant> all = new LinkedHashMap<>();
    MutantSet.find().forEach(mutant -> all.put(mutant.name(), mutant));
    List<CountDownLatch> verified = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String[] line = names.get(i).split("\t");
      verified.add(begin(line[1], all.get(line[1]), directory.resolve(line[0]), seed + i, writes));
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (int i = 0; i < names.size(); i++) {
      if (!verified.get(i).await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        System.out.println(NOTICED + names.get(i).split("\t")[1] + "\thangs");
      }
    }
    System.out.println(READY);
    if (writes) {
      Thread.sleep(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)); // until it is killed
    }
    System.exit(0);
  }

  private static CountDownLatch begin(
      String name, @Nullable Mutant mutant, Path files, long seed, boolean writes) {
    CountDownLatch verified = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                live(new MutantLoader(mutant), files, seed, writes, verified::countDown);
              } catch (InvocationTargetException e) {
                System.out.println(NOTICED + name + "\t" + first(e.getCause()));
              } catch (ReflectiveOperationException | LinkageError e) {
                System.out.println(NOTICED + name + "\t" + first(e));
              } finally {
                verified.countDown();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return verified;
  }

  private static void live(
      MutantLoader loader, Path files, long seed, boolean writes, Runnable verified)
      throws ReflectiveOperationException {
    loader
        .loadClass(LIFE)
        .getMethod("run", Path.class, Path.class, long.class, boolean.class, Runnable.class)
        .invoke(null, pool(files), journal(files), seed, writes, verified);
  }

  private static String first(Throwable thrown) {
    return thrown.toString().lines().findFirst().orElse("");
  }

  static Path pool(Path files) {
    return files.resolveSibling(files.getFileName() + ".pool");
  }

  private static Path journal(Path files) {
    return files.resolveSibling(files.getFileName() + ".journal");
  }

  /** An empty pool file for a mutant that has not lived. */
  static void prepare(Path files, int poolBytes) throws IOException {
    Files.deleteIfExists(journal(files));
    Files.write(pool(files), new byte[poolBytes]);
  }
}
