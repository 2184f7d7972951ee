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
package org.jcachepmem.index;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jcachepmem.flight.PoolEvents;

/**
 * What happens to a pool that its owner should know of, from its opening to its closing: counted,
 * and told to Flight Recorder. Thread safe; does not block.
 */
final class Incidents {
  private final PoolEvents events;
  private final AtomicLongArray losses = new AtomicLongArray(LossCause.values().length);
  private final LongAdder refusals = new LongAdder();
  private final LongAdder clears = new LongAdder();

  Incidents(PoolEvents events) {
    this.events = events;
  }

  PoolEvents events() {
    return events;
  }

  /** An entry of {@code cache} is lost; perhaps inside an eviction, so this is quick. */
  void lost(String cache, LossCause cause) {
    losses.incrementAndGet(cause.ordinal());
    if (cause == LossCause.DECODING) {
      events.undecodable(cache);
    }
  }

  /** Entries of {@code cache} were dropped because {@code what} is damaged. */
  void damaged(String cache, String what, long entries) {
    losses.addAndGet(LossCause.DAMAGE.ordinal(), entries);
    events.damaged(cache, what, entries);
  }

  /** A put was refused. */
  void refused(String cache, String reason) {
    refusals.increment();
    events.refused(cache, reason);
  }

  /** Runs {@code clear}, which clears {@code cache}. */
  void clearing(String cache, String reason, Runnable clear) {
    Object begun = events.clearBegins();
    clear.run();
    clears.increment();
    events.cleared(begun, cache, reason);
  }

  /**
   * Runs {@code relief}, which makes room as far as it can: {@code wantedBytes} of {@code cause}.
   */
  boolean relieved(String cause, long wantedBytes, BooleanSupplier relief) {
    Object begun = events.pressureBegins();
    if (begun == null) {
      return relief.getAsBoolean();
    }
    long evictionsBefore = evictions();
    try {
      return relief.getAsBoolean();
    } finally {
      events.pressed(begun, cause, wantedBytes, evictions() - evictionsBefore);
    }
  }

  private long evictions() {
    long evictions = 0;
    for (LossCause cause : LossCause.values()) {
      evictions += cause.isEviction() ? count(cause) : 0;
    }
    return evictions;
  }

  private long count(LossCause cause) {
    return losses.get(cause.ordinal());
  }

  /** Lost entries by cause. */
  Map<LossCause, Long> losses() {
    Map<LossCause, Long> counts = new EnumMap<>(LossCause.class);
    for (LossCause cause : LossCause.values()) {
      counts.put(cause, count(cause));
    }
    return counts;
  }

  long refusals() {
    return refusals.sum();
  }

  long clears() {
    return clears.sum();
  }
}
