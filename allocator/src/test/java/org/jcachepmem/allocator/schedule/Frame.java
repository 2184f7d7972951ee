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

import java.util.Random;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.record.RecordOptions;

/**
 * What every plan of a {@link ScheduledRun} says.
 *
 * @param seed decides all the rest
 * @param lives how often the pool is opened
 * @param threads of each life
 * @param operations of each thread
 * @param stepsPerOperation about how many the scheduler sees of one
 * @param stripes of the store
 * @param poolBytes bytes of the pool
 * @param relaxed whether operations return before they are durable
 * @param pointOneIn of how many moments at which a crash can be tried one is taken
 * @param imagesPerPoint the most images of a crash
 */
public record Frame(
    long seed,
    int lives,
    int threads,
    int operations,
    int stepsPerOperation,
    int stripes,
    int poolBytes,
    boolean relaxed,
    int pointOneIn,
    int imagesPerPoint) {

  /** Whether the medium says that it is written back in pages: in half of all runs. */
  boolean isPaged() {
    return new Random(~seed).nextBoolean();
  }

  /** Who goes on at each step of a life. */
  Strategy strategy(int life) {
    Random random = new Random(seed * 31 + life);
    return random.nextBoolean()
        ? Strategy.anybody(random.nextLong(), threads, 1 << 1 + random.nextInt(5))
        : Strategy.priorities(
            random.nextLong(),
            threads,
            1 + random.nextInt(8),
            threads * operations * stepsPerOperation);
  }

  /** How the store is opened. */
  RecordOptions options() {
    return new RecordOptions(
        stripes,
        VerifyReads.FIRST,
        () -> Expiries.NOW_MILLIS,
        relaxed ? Durability.ON_CLOSE : Durability.SYNC,
        0,
        false,
        2,
        1);
  }
}
