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

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When a life is killed: so long after its start, or after so many operations of its writing
 * threads, or so long after it has entered a phase for the n-th time.
 *
 * @param phase null for one that counts operations
 * @param count which operation, or which time the phase is entered
 */
record KillPlan(Phase phase, boolean byOperations, long count, long delayMicros) {

  /**
   * Rarely enough that looking takes no processor from the lives, and later than planned by chance.
   */
  private static final long LOOK_NANOS = 200_000;

  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(4);

  /** A minute, by looks rather than the clock: it goes on while both processes are suspended. */
  private static final long HUNG_LOOKS = TimeUnit.SECONDS.toNanos(60) / LOOK_NANOS;

  private static final int MOST_OPERATIONS = 4_000;
  private static final int MOST_OPERATIONS_OF_A_LONG_LIFE = 40_000;

  /**
   * Half by operations or time, the others in what is rare.
   *
   * @param isLong for one that may do ten times as much before
   */
  static KillPlan random(SplittableRandom random, boolean isLong) {
    int most = isLong ? MOST_OPERATIONS_OF_A_LONG_LIFE : MOST_OPERATIONS;
    return switch (random.nextInt(17)) {
      case 0 -> in(Phase.STARTING, 0, random.nextInt(1_500_000));
      case 1, 2, 3, 4, 5, 6 ->
          new KillPlan(Phase.STARTING, true, random.nextInt(1 + random.nextInt(most)), 0);
      case 7, 8 -> in(Phase.OPENING, 1, random.nextInt(250_000));
      case 9 -> in(Phase.READING, 1, random.nextInt(100_000));
      case 10 -> in(Phase.OPENING, 2, random.nextInt(20_000));
      case 11, 12 -> in(Phase.CLOSING, 1 + random.nextInt(2), random.nextInt(4_000));
      case 13 -> in(Phase.CLEARING, 1 + random.nextInt(10), random.nextInt(1_000));
      case 14 -> in(Phase.DESTROYING, 1 + random.nextInt(3), random.nextInt(1_500));
      case 15 -> in(Phase.CALLING, 1 + random.nextInt(50), random.nextInt(800));
      default -> in(Phase.CREATING, 1 + random.nextInt(3), random.nextInt(1_000));
    };
  }

  private static KillPlan in(Phase phase, long count, long delayMicros) {
    return new KillPlan(phase, false, count, delayMicros);
  }

  /** How a wait for the moment has ended. */
  enum Moment {
    COME,
    /** It did not come in good time; any moment will do. */
    LATE,
    /** The life does nothing any more. */
    HUNG,
    /** It has ended by itself. */
    ENDED
  }

  Moment await(Journal journal, Life life) {
    long late = System.nanoTime() + LATE_NANOS;
    while (!hasCome(journal)) {
      if (!life.isAlive()) {
        return Moment.ENDED;
      }
      if (System.nanoTime() > late) {
        return awaitProgress(journal, life);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    long moment = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(delayMicros);
    for (long left = 1; left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(LOOK_NANOS, left));
    }
    return life.isAlive() ? Moment.COME : Moment.ENDED;
  }

  private static Moment awaitProgress(Journal journal, Life life) {
    long before = journal.progress();
    for (long looks = 0; journal.progress() == before; looks++) {
      if (!life.isAlive()) {
        return Moment.ENDED;
      }
      if (looks > HUNG_LOOKS) {
        return Moment.HUNG;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Moment.LATE;
  }

  private boolean hasCome(Journal journal) {
    return byOperations ? journal.operations() >= count : journal.entered(phase) >= count;
  }
}
