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
package org.jcachepmem.allocator.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;

/**
 * A life on a pool file that ends by kill -9: first it verifies what the life before left, by a
 * journal of what that one was about to do and what was acknowledged; then it writes on. One
 * thread.
 */
public final class JournalledLife {
  private static final String[] KEYS = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  private static final int[] LENGTHS = {0, 7, 40, 100, 300, 500, 1200, 5000, 9000};
  private static final int ABSENT = 0;
  private static final String FORMATTED = "F";

  private final Random random;
  private final FileChannel journal;
  private final Map<String, Set<Integer>> allowed = new HashMap<>();
  private boolean isFormatted;
  private int version;

  private JournalledLife(Path journal, long seed) throws IOException {
    this.random = new Random(seed);
    for (String key : KEYS) {
      allowed.put(key, new HashSet<>(Set.of(ABSENT)));
    }
    if (Files.exists(journal)) {
      replay(Files.readString(journal));
    }
    this.journal = FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Verifies, says so, and goes on until the process is killed; without {@code writes} it returns.
   *
   * @param pool a file of the pool's size, zeros at first
   */
  public static void run(Path pool, Path journal, long seed, boolean writes, Runnable verified)
      throws IOException {
    JournalledLife life = new JournalledLife(journal, seed);
    Medium medium = Media.open(pool, MediumChoice.JDK);
    if (!life.isFormatted) {
      Pool.format(medium, FormatOptions.small(seed));
      life.note(FORMATTED);
    }
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    TestCache cache = new TestCache(records, "killed");
    life.verify(cache);
    verified.run();
    while (writes) {
      life.operate(cache);
    }
  }

  private void verify(TestCache cache) {
    for (String key : KEYS) {
      String found = TestCache.digest(cache.get(key));
      if (allowed.get(key).stream().noneMatch(v -> TestCache.digest(value(key, v)).equals(found))) {
        throw new AssertionError(
            key + " reads as " + found + ", may be version " + allowed.get(key));
      }
    }
    PoolCheckReport report = PoolCheck.run(cache.records.pool().medium());
    if (!report.isSound()) {
      throw new AssertionError(report.problems().toString());
    }
  }

  private static byte @org.jspecify.annotations.Nullable [] value(String key, int version) {
    return version == ABSENT
        ? null
        : TestCache.value(key, version, LENGTHS[version % LENGTHS.length]);
  }

  private void operate(TestCache cache) throws IOException {
    String key = KEYS[random.nextInt(KEYS.length)];
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> {
        note("remove " + key + " 0");
        cache.remove(key);
        note("done");
      }
      case 4, 5 -> {
        note("evict " + key + " 0");
        cache.evict(key);
        note("done");
      }
      case 6 -> {
        note("clear * 0");
        cache.clear();
        note("done");
      }
      case 7 -> cache.records.settleAll();
      case 8 -> cache.records.life().settleEpoch();
      default -> {
        note("put " + key + " " + ++version);
        cache.put(key, value(key, version));
        note("done");
      }
    }
  }

  private void note(String line) throws IOException {
    journal.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void replay(String text) {
    String[] last = {};
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (line.equals(FORMATTED)) {
        isFormatted = true;
      } else if (line.equals("done")) {
        done(last);
      } else {
        last = line.split(" ");
        version = Math.max(version, Integer.parseInt(last[2]));
        for (String key : last[1].equals("*") ? KEYS : new String[] {last[1]}) {
          allowed.get(key).add(Integer.valueOf(last[2]));
        }
      }
    }
  }

  private void done(String[] operation) {
    if (operation[0].equals("evict")) {
      return; // it may be undone by a crash
    }
    for (String key : operation[1].equals("*") ? KEYS : new String[] {operation[1]}) {
      allowed.put(key, new HashSet<>(Set.of(Integer.valueOf(operation[2]))));
    }
  }
}
