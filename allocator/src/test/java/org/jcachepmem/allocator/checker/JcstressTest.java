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

import org.jcachepmem.allocator.checker.JcstressRun.Breadth;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The planted bugs among the jcstress tests are noticed. The product's own are a part of the proof,
 * {@code jcache-pmem/prove}, which gives them the time that they need.
 */
@Tag("one-jdk")
class JcstressTest {
  private static final int PLANTED = 3;
  private static final int ROUNDS = 5;
  private static final long LIMIT_MILLIS = 240_000;

  @Test
  void plantedBugsAreNoticed() throws Exception {
    JcstressRun run = new JcstressRun(JcstressRun.PLANTED);
    // On a busy machine actors meet seldom.
    for (int round = 1; round <= ROUNDS && noticed(run) < PLANTED; round++) {
      run.round(Breadth.ONE, 200L * round, LIMIT_MILLIS);
    }
    assertEquals(PLANTED, noticed(run), run.outcomes().toString());
  }

  private static long noticed(JcstressRun run) {
    return run.outcomes().values().stream().filter(o -> o.forbidden() > 0).count();
  }
}
