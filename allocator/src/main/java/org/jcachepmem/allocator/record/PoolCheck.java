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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SlotSpace;

/**
 * Reads a pool that nobody has open and says whether it is sound: every word and record is what it
 * can be, every live record matches its checksum, and every byte is in exactly one of header,
 * directory, live and free. Stores nothing, so a pool that a crash left is checked as it is.
 */
public final class PoolCheck implements ScanFindings {
  private final List<String> problems = new ArrayList<>();
  private long unfinished;
  private long superseded;

  PoolCheck() {}

  /**
   * Checks the pool on {@code medium}.
   *
   * @throws org.jcachepmem.allocator.pool.PoolFormatException if it is no pool at all
   */
  public static PoolCheckReport run(Medium medium) {
    return run(Pool.mount(medium));
  }

  /** Checks a mounted pool. */
  public static PoolCheckReport run(Pool pool) {
    return run(pool, records -> {});
  }

  /**
   * Checks a mounted pool.
   *
   * @param progress is told for each record that was read how many there are
   */
  public static PoolCheckReport run(Pool pool, LongConsumer progress) {
    return new PoolCheck().check(pool, progress);
  }

  private PoolCheckReport check(Pool pool, LongConsumer progress) {
    Medium medium = pool.medium();
    PoolView view = new PoolView(pool, this, 1);
    SlotSpace space = view.space();
    Map<Integer, Long> entries = new TreeMap<>();
    long[] total = {0};
    view.tables().forEach((id, table) -> total[0] += table.count());
    view.tables()
        .forEach(
            (id, table) -> {
              table.forEachOffset(
                  offset -> {
                    verify(medium, space, view.reader(), offset);
                    progress.accept(total[0]);
                  });
              if (table.count() > 0) {
                entries.put(id, table.count());
              }
            });
    long[] directory = {0};
    long[] records = {0};
    space.forEachAdopted(
        (offset, sizeClass, generation) -> {
          directory[0] += space.classes().directoryBytes(sizeClass);
          records[0] += space.takenBytes(offset);
        });
    long chunked = space.chunkedBytes();
    return new PoolCheckReport(
        view.isClean(),
        pool.geometry().poolBytes(),
        pool.geometry().poolBytes() - chunked,
        directory[0],
        records[0],
        chunked - directory[0] - records[0],
        entries,
        unfinished,
        superseded,
        List.copyOf(problems));
  }

  private void verify(Medium medium, SlotSpace space, RecordReader reader, long offset) {
    long at = space.entry(offset);
    long w1 = medium.getLong(at + DirectoryLayout.W1_AT);
    long w2 = medium.getLong(at + DirectoryLayout.W2_AT);
    long sequence = DirectoryLayout.sequence(medium.getLong(at));
    int crc = DirectoryLayout.crc(medium.getLong(at + DirectoryLayout.W3_AT));
    if (!isIntact(reader, offset, sequence, w1, w2, crc)) {
      damaged(
          offset,
          "record of cache "
              + DirectoryLayout.cacheId(w2)
              + " can't be read or does not match its checksum");
    } else {
      byte[] key = reader.keyAt(offset, w2);
      if (key == null || KeyHash.of(key) != w1) {
        damaged(offset, "key does not match its hash");
      }
    }
  }

  private static boolean isIntact(
      RecordReader reader, long offset, long sequence, long w1, long w2, int crc) {
    try {
      return reader.isIntact(offset, sequence, w1, w2, crc, true);
    } catch (MediumFailedException | InternalError e) {
      return false;
    }
  }

  @Override
  public void damaged(long offset, String what) {
    problems.add("at offset " + offset + ": " + what);
  }

  @Override
  public void orphan(long at) {
    superseded++;
  }

  @Override
  public void loser(long at, boolean wasUnfinished) {
    if (wasUnfinished) {
      unfinished++;
    } else {
      superseded++;
    }
  }
}
