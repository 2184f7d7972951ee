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
package org.jcachepmem.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final List<String> order = new ArrayList<>();
  private long now;

  private final class Fake implements Schedule.Part {
    private final String name;
    private final int most;
    private final long nanos;
    private int rounds;

    Fake(String name, int most, long nanos) {
      this.name = name;
      this.most = most;
      this.nanos = nanos;
    }

    @Override
    public String title() {
      return name;
    }

    @Override
    public int leastRounds() {
      return Math.min(3, most);
    }

    @Override
    public int mostRounds() {
      return most;
    }

    @Override
    public int rounds() {
      return rounds;
    }

    @Override
    public long longestNanos() {
      return nanos;
    }

    @Override
    public void round() {
      rounds++;
      now += nanos;
      order.add(name + rounds);
    }
  }

  private int run(long budgetNanos, Fake... parts) throws IOException {
    int[] told = {0};
    new Schedule(() -> now, budgetNanos).run(List.of(parts), () -> told[0]++);
    return told[0];
  }

  @Test
  void furtherRoundsComeAfterThoseThatMustBeAndEndInTime() throws IOException {
    // 3 * 10 + 1 + 3 * 20 must be; then 10, 20 and 10 end within 131, and no other 20 does.
    int told = run(131, new Fake("a", 5, 10), new Fake("b", 1, 1), new Fake("c", 5, 20));
    assertEquals(List.of("a1", "a2", "a3", "b1", "c1", "c2", "c3", "a4", "c4", "a5"), order);
    assertEquals(131, now);
    assertEquals(3 + 3, told, "each table, and each further round");
  }

  @Test
  void threeRoundsAreMeasuredHoweverLongTheyTake() throws IOException {
    run(1, new Fake("a", 5, 10), new Fake("b", 4, 10));
    assertEquals(List.of("a1", "a2", "a3", "b1", "b2", "b3"), order);
  }

  @Test
  void allRoundsAreMeasuredIfThereIsTime() throws IOException {
    run(Long.MAX_VALUE, new Fake("a", 5, 10), new Fake("b", 4, 10));
    assertEquals(5 + 4, order.size());
  }
}
