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
package org.jcachepmem.allocator.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jcachepmem.allocator.checker.JcstressRun.Breadth;
import org.jcachepmem.allocator.checker.JcstressRun.Outcomes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short round of the jcstress tests, the planted bugs among them. */
@Tag("one-jdk")
class JcstressTest {
  private static final int TESTS = 10;
  private static final int PLANTED = 3;
  private static final int ROUNDS = 4;
  private static final long LIMIT_MILLIS = 240_000;

  /** One run of the harness, because its start takes most of the time. */
  @Test
  void readersBelieveNoReusedSlotAndPlantedBugsAreNoticed() throws Exception {
    JcstressRun run = new JcstressRun(JcstressRun.TESTS + "|" + JcstressRun.PLANTED);
    run.round(Breadth.ONE, 100, LIMIT_MILLIS);
    run.outcomes().forEach((test, outcomes) -> System.out.println(test + ": " + outcomes));
    assertEquals(TESTS + PLANTED, run.outcomes().size());
    for (Map.Entry<String, Outcomes> test : run.outcomes().entrySet()) {
      assertTrue(test.getValue().samples() > 0, test.getKey());
      if (!test.getKey().matches(JcstressRun.PLANTED)) {
        assertEquals(List.of(), test.getValue().failures(), test.getKey());
      }
    }
    // On a busy machine actors meet seldom.
    JcstressRun again = new JcstressRun(JcstressRun.PLANTED);
    for (int round = 1; round <= ROUNDS && noticed(run) < PLANTED; round++) {
      again.round(Breadth.ONE, 500L * round, LIMIT_MILLIS);
      run = again;
    }
    assertEquals(PLANTED, noticed(run), run.outcomes().toString());
  }

  private static long noticed(JcstressRun run) {
    return run.outcomes().values().stream().filter(o -> o.forbidden() > 0).count();
  }
}
