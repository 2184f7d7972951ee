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
package org.jcachepmem.allocator.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.LeakCheck;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;

/**
 * Recovers what a crash at this moment may leave, and compares it with the history. The one place
 * that knows how images are made.
 */
public final class CrashCheck {
  private static final int INVENTORY_ONE_IN = 6;
  private static final int RECOVERY_CRASH_ONE_IN = 40;
  private static final int IMAGES_IN_RECOVERY = 3;

  private final RecordingMedium medium;
  private final RecordOptions options;
  private final History history;
  private final Totals totals;
  private final Random random;
  private final int imagesPerPoint;
  private Reading reading = Recovered::values;
  private long recoveries;

  /** How the keys of a recovered pool are read. */
  @FunctionalInterface
  public interface Reading {
    /** The value of each key. */
    Map<String, Integer> values(RecordStore records, Collection<String> keys);
  }

  /** Checks images of {@code medium}; {@code seed} decides which. */
  public CrashCheck(
      RecordingMedium medium,
      RecordOptions options,
      History history,
      Totals totals,
      long seed,
      int imagesPerPoint) {
    this.medium = medium;
    this.options = options;
    this.history = history;
    this.totals = totals;
    this.random = new Random(seed);
    this.imagesPerPoint = imagesPerPoint;
  }

  /** Reads the keys like this. */
  public void reading(Reading newReading) {
    reading = newReading;
  }

  /** A crash at this moment: some power losses, and a kill. */
  public void here(String when) {
    totals.points++;
    Map<String, Set<Integer>> afterPowerLoss = history.afterCrash(true);
    int made =
        medium.crashImages(
            random.nextLong(),
            imagesPerPoint,
            image -> check(image, afterPowerLoss, "power loss " + when));
    totals.capped += made == imagesPerPoint ? 1 : 0;
    check(medium.killImage(), history.afterCrash(false), "kill " + when);
  }

  /** What the pool is after a kill, or a power loss: the next life goes on with it. */
  public RecordingMedium next(boolean kill) {
    if (kill) {
      return medium.afterKill();
    }
    List<HeapMedium> images = new ArrayList<>();
    medium.crashImages(random.nextLong(), 5, images::add);
    return new RecordingMedium(images.get(random.nextInt(images.size())));
  }

  private void check(HeapMedium image, Map<String, Set<Integer>> may, String when) {
    if (recoveries++ % RECOVERY_CRASH_ONE_IN == 0) {
      crashInRecovery(image, may, when);
    }
    recover(image, may, when);
  }

  private void crashInRecovery(HeapMedium image, Map<String, Set<Integer>> may, String when) {
    RecordingMedium recovering = new RecordingMedium(image);
    recovering.onFence(
        () -> {
          recovering.crashImages(
              random.nextLong(),
              IMAGES_IN_RECOVERY,
              twice -> recover(twice, may, when + ", twice"));
          recover(recovering.killImage(), may, when + ", killed in recovery");
        });
    RecordStore.open(Pool.mount(recovering), options);
  }

  private void recover(HeapMedium image, Map<String, Set<Integer>> may, String when) {
    totals.images++;
    try {
      RecordStore records = RecordStore.open(Pool.mount(image), options);
      if (totals.images % INVENTORY_ONE_IN == 0) {
        LeakCheck.take(image, records);
      }
      compare(reading.values(records, history.keys()), may);
    } catch (RuntimeException | Error e) {
      throw new Violation(when + ": " + e.getMessage(), e);
    }
  }

  /** Each key must be one of what it may be. */
  public static void compare(Map<String, Integer> found, Map<String, Set<Integer>> may) {
    found.forEach(
        (key, value) -> {
          if (!may.get(key).contains(value)) {
            throw new Violation(
                key + " is v" + value + ", may be " + may.get(key) + " (v0: absent)");
          }
        });
  }
}
