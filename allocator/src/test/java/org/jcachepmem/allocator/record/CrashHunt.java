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

import java.util.List;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * The crash, fault and counter tests of this package as one hunt that goes on until its time is up,
 * for whoever plants bugs and wants to know whether these tests would notice.
 */
public final class CrashHunt {
  private CrashHunt() {}

  /** Returns after about {@code millis}; throws what a test threw. */
  public static void run(long seed, long millis) throws Throwable {
    long end = System.nanoTime() + millis * 1_000_000;
    List<FaultSweepTest.Scenario> scenarios = FaultSweepTest.scenarios().toList();
    List<ThrowingConsumer<Long>> kinds =
        List.of(
            round -> new CrashTest().everyImageReadsAsAcknowledged(seed + round),
            round -> new CrashTest().betweenCommitsEveryImageReadsAsAcknowledgedSinceTheLast(round),
            round ->
                new FaultSweepTest()
                    .everyFaultIsSurvived(
                        scenarios.get((int) ((seed + round / 3) % scenarios.size()))));
    for (long round = 0; System.nanoTime() < end; round++) {
      kinds.get((int) (round % kinds.size())).accept(round);
    }
  }
}
