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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static ThreadedRun run(long seed, Totals totals) {
    ThreadedRun run = new ThreadedRun(seed, Plant.NONE, totals);
    run.run();
    return run;
  }

  @Test
  void theSameSeedGivesTheSameInterleavingAndAnotherAnotherOne() {
    Set<Long> traces = new HashSet<>();
    for (long seed = 1; seed <= 40; seed++) {
      Totals first = new Totals();
      Totals second = new Totals();
      long trace = run(seed, first).trace();
      assertEquals(trace, run(seed, second).trace(), "trace of seed " + seed);
      assertEquals(first.images, second.images, "images of seed " + seed);
      assertEquals(first.switches, second.switches, "switches of seed " + seed);
      traces.add(trace);
    }
    assertEquals(40, traces.size(), "different traces");
  }

  @Test
  void threadsThatWaitForEachOtherAreADeadlock() {
    int deadlocks = 0;
    for (long seed = 0; seed < 20; seed++) {
      ScheduledLock one = new ScheduledLock("one", 1);
      ScheduledLock two = new ScheduledLock("two", 2);
      Schedule schedule = new Schedule(Strategy.anybody(seed, 2, 2));
      try {
        schedule.run(List.of(thread -> both(one, two), thread -> both(two, one)));
      } catch (Violation e) {
        assertTrue(e.getMessage().contains("deadlock"), e.getMessage());
        assertTrue(e.getMessage().contains("one (held by T0)"), e.getMessage());
        assertTrue(e.getMessage().contains("ScheduledLock.lock"), "stacks: " + e.getMessage());
        deadlocks++;
      }
    }
    assertTrue(deadlocks > 0 && deadlocks < 20, "deadlocks in 20 runs: " + deadlocks);
  }

  private static void both(ScheduledLock first, ScheduledLock second) {
    first.lock();
    second.lock();
    second.unlock();
    first.unlock();
  }

  @Test
  void aLockKeepsOthersOut() {
    for (long seed = 0; seed < 50; seed++) {
      ScheduledLock lock = new ScheduledLock("lock", 1);
      int[] inside = {0, 0};
      Schedule.Task task =
          thread -> {
            for (int i = 0; i < 5; i++) {
              lock.lock();
              assertEquals(1, ++inside[0]);
              Schedule.step(Step.TEST, i);
              inside[0]--;
              inside[1]++;
              lock.unlock();
            }
          };
      new Schedule(Strategy.anybody(seed, 3, 2)).run(List.of(task, task, task));
      assertEquals(15, inside[1]);
    }
  }

  @Test
  void whatAThreadThrowsEndsTheRun() {
    Schedule.Task endless =
        thread -> {
          for (; ; ) {
            Schedule.step(Step.TEST, 0);
          }
        };
    Schedule.Task failing =
        thread -> {
          Schedule.step(Step.TEST, 0);
          throw new IllegalStateException("planted");
        };
    Violation violation =
        assertThrows(
            Violation.class,
            () -> new Schedule(Strategy.anybody(1, 2, 2)).run(List.of(endless, failing)));
    assertTrue(violation.getMessage().contains("planted"), violation.getMessage());
  }

  @Test
  void prioritiesLetAThreadSleepUntilTheyChange() {
    StringBuilder steps = new StringBuilder();
    Schedule.Task task =
        thread -> {
          for (int i = 0; i < 10; i++) {
            steps.append(thread);
            Schedule.step(Step.TEST, i);
          }
        };
    new Schedule(Strategy.priorities(3, 2, 1, 10)).run(List.of(task, task));
    long changes = 0;
    for (int i = 1; i < steps.length(); i++) {
      changes += steps.charAt(i) == steps.charAt(i - 1) ? 0 : 1;
    }
    assertEquals(20, steps.length());
    assertNotEquals(0, changes);
    assertTrue(changes <= 2, "changes: " + steps);
  }
}
