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
package org.jcachepmem.benchmarks.probes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.benchmarks.peers.MediumFile;
import org.jcachepmem.benchmarks.workloads.Scratch;
import org.jcachepmem.benchmarks.workloads.Values;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.PoolOverMedium;
import org.jcachepmem.key.KeyIdentities;

/**
 * What operations ask of the medium, on the average of many, settling included. Arguments: how
 * many, bytes of a value. Figures: {@code put fences}, {@code put lines}, {@code put calls}, and
 * the same of {@code overwrite}, {@code remove} and {@code get}.
 */
public final class Calls {
  private static final long POOL_BYTES = 64L << 20;
  private static final int STRIDE = 7919;

  private final LineCounter medium;
  private final int operations;

  private Calls(LineCounter medium, int operations) {
    this.medium = medium;
    this.operations = operations;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int operations = Integer.parseInt(args[0]);
    Values values = new Values(Integer.parseInt(args[1]));
    Path directory = Scratch.create();
    LineCounter medium =
        new LineCounter(MediumFile.create(directory.resolve("calls.pool"), POOL_BYTES));
    try (PoolOverMedium<Long> pool = PoolOverMedium.create(medium, Long.class)) {
      EntryStore store = pool.store();
      KeyIdentities<Long> keys = pool.keys();
      Calls calls = new Calls(medium, operations);
      LongConsumer put = i -> store.put(keys.of(i), values.of(i), EntryRef.ETERNAL);
      calls.count("put", put);
      calls.count("overwrite", put);
      calls.count(
          "get",
          i -> {
            EntryRef entry = store.find(keys.of(i));
            if (entry == null || store.read(entry) == null) {
              throw new IllegalStateException("an entry that fits was not there");
            }
          });
      calls.count("remove", i -> store.remove(keys.of(i)));
    } finally {
      Scratch.delete(directory);
    }
  }

  private void count(String name, LongConsumer operation) {
    MediumCounters counters = medium.counters();
    long fences = counters.fences();
    long calls = counters.nativeCalls();
    long lines = medium.lines();
    for (long i = 0; i < operations; i++) {
      operation.accept(i * STRIDE % operations);
    }
    print(name + " fences", counters.fences() - fences);
    print(name + " calls", counters.nativeCalls() - calls);
    print(name + " lines", medium.lines() - lines);
  }

  private void print(String name, long count) {
    Figures.print(name, (double) count / operations);
  }
}
