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
import java.util.Locale;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.benchmarks.workloads.Scratch;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.SparsePool;

/**
 * From opening a large pool to its first get, libraries loaded. The pools are sparse files, which
 * the product never makes: they have the layout of their size, and entries of 1 KiB in a few
 * chunks. Arguments: {@code blocking} or {@code background}, {@code wait} or {@code miss}, entries,
 * then sizes in gibibytes. Figures: {@code first get ms 1} and so on.
 */
public final class SparseOpen {
  private static final int VALUE_BYTES = 1024;
  private static final long WARM_UP_BYTES = 64L << 20;
  private static final int WARM_UPS = 3;

  private final RecoveryMode mode;
  private final RecoveryMiss onMiss;

  private SparseOpen(RecoveryMode mode, RecoveryMiss onMiss) {
    this.mode = mode;
    this.onMiss = onMiss;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    SparseOpen opening =
        new SparseOpen(
            RecoveryMode.valueOf(args[0].toUpperCase(Locale.ROOT)),
            RecoveryMiss.valueOf(args[1].toUpperCase(Locale.ROOT)));
    int entries = Integer.parseInt(args[2]);
    for (int i = 0; i < WARM_UPS; i++) {
      opening.millis(WARM_UP_BYTES, Math.min(entries, 1000));
    }
    for (int i = 3; i < args.length; i++) {
      Figures.print(
          "first get ms " + args[i], opening.millis(Long.parseLong(args[i]) << 30, entries));
    }
  }

  private double millis(long poolBytes, int entries) throws IOException {
    Path directory = Scratch.create();
    PoolOptions made =
        PoolOptions.builder().path(directory.resolve("sparse.pool")).sizeBytes(poolBytes).build();
    try {
      try (SparsePool pool = new SparsePool(made)) {
        for (long i = 0; i < entries; i++) {
          pool.store().put(pool.keys().of(i), new byte[VALUE_BYTES], EntryRef.ETERNAL);
        }
      }
      PoolOptions again = made.toBuilder().recovery(mode).recoveryMiss(onMiss).build();
      long began = System.nanoTime();
      try (SparsePool pool = new SparsePool(again)) {
        EntryStore store = pool.store();
        EntryRef found = store.find(pool.keys().of(entries / 2L));
        boolean hit = found != null && store.read(found) != null;
        double millis = (System.nanoTime() - began) / 1e6;
        if (!hit && onMiss == RecoveryMiss.WAIT) {
          throw new IllegalStateException("an entry was not there after the restart");
        }
        return millis;
      }
    } finally {
      Scratch.delete(directory);
    }
  }
}
