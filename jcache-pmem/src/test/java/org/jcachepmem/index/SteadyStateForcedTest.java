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

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jcachepmem.allocator.medium.LibpmemPresence;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A full pool under load, on libpmem made to believe in persistent memory: no put is refused, none
 * waits long, and the pool stays full whatever the sizes were before.
 */
@EnabledIfEnvironmentVariable(named = "PMEM_IS_PMEM_FORCE", matches = "1")
class SteadyStateForcedTest {
  private static final long SEED = 20_261_121;
  private static final long TWO_MINUTES_NANOS = 120_000_000_000L;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Test
  void sizesChangeAndNoPutIsRefused() {
    feed(64L << 20, 768L << 20);
  }

  /** {@code mvn -Pnightly -pl jcache-pmem -am test}. */
  @Test
  @Tag("nightly")
  void tenGibibytesThroughAPoolOf256MebibytesInTwoMinutes() {
    assertTrue(feed(256L << 20, 10L << 30) < TWO_MINUTES_NANOS, "took longer than two minutes");
  }

  /**
   * The time it took: by the clock, or all threads' processor time where that is less, because
   * others kept the processors busy.
   */
  private static long feed(long poolBytes, long bytes) {
    LibpmemPresence.require();
    try (FilePool pool = FilePool.create(poolBytes, MediumChoice.LIBPMEM)) {
      assertTrue(pool.figures().persistentMemory());
      long start = System.nanoTime();
      long cpuStart = SYSTEM.getProcessCpuTime();
      List<SteadyFeed.Phase> phases = new SteadyFeed(pool, SEED).run(bytes);
      long nanos = System.nanoTime() - start;
      long cpuNanos = SYSTEM.getProcessCpuTime() - cpuStart;
      System.out.printf(
          "%d MiB through a pool of %d MiB in %.1f s (%.1f s of processor time),"
              + " 0 puts refused, longest put %.1f ms (seed %d)%n",
          bytes >> 20,
          poolBytes >> 20,
          nanos / 1e9,
          cpuNanos / 1e9,
          phases.stream().mapToLong(SteadyFeed.Phase::longestPutNanos).max().orElseThrow() / 1e6,
          SEED);
      return Math.min(nanos, cpuNanos);
    }
  }
}
