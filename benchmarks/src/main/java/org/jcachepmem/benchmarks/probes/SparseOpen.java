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
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.benchmarks.workloads.Scratch;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.PoolOverMedium;

/**
 * From opening a large pool to its first get, libraries loaded. The pools are sparse files, which
 * the product never makes: they have the layout of their size, and entries of 1 KiB in a few
 * chunks. Arguments: entries, then sizes in gibibytes. Figures: {@code first get ms 1} and so on.
 */
public final class SparseOpen {
  private static final int VALUE_BYTES = 1024;
  private static final long WARM_UP_BYTES = 64L << 20;
  private static final int WARM_UPS = 3;

  private SparseOpen() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int entries = Integer.parseInt(args[0]);
    for (int i = 0; i < WARM_UPS; i++) {
      millis(WARM_UP_BYTES, Math.min(entries, 1000));
    }
    for (int i = 1; i < args.length; i++) {
      Figures.print("first get ms " + args[i], millis(Long.parseLong(args[i]) << 30, entries));
    }
  }

  private static double millis(long poolBytes, int entries) throws IOException {
    Path directory = Scratch.create();
    Path file = directory.resolve("sparse.pool");
    try {
      try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
        created.setLength(poolBytes);
      }
      try (var pool = PoolOverMedium.create(Media.open(file, MediumChoice.AUTO), Long.class)) {
        for (long i = 0; i < entries; i++) {
          pool.store().put(pool.keys().of(i), new byte[VALUE_BYTES], EntryRef.ETERNAL);
        }
      }
      long began = System.nanoTime();
      try (var pool = new PoolOverMedium<>(Media.open(file, MediumChoice.AUTO), Long.class)) {
        EntryStore store = pool.store();
        EntryRef found = store.find(pool.keys().of(entries / 2L));
        if (found == null || store.read(found) == null) {
          throw new IllegalStateException("an entry was not there after the restart");
        }
        return (System.nanoTime() - began) / 1e6;
      }
    } finally {
      Scratch.delete(directory);
    }
  }
}
