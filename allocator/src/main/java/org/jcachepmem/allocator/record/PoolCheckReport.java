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
import java.util.Map;

/**
 * What a {@link PoolCheck} found. Header, directory, live and free bytes add up to the pool.
 *
 * @param clean whether the pool was closed cleanly; if not, recovery has yet to run
 * @param poolBytes bytes of the pool
 * @param headerBytes superblocks, hot words, chunk tables and what lies between them and the chunks
 * @param directoryBytes directories of chunks that have a class
 * @param liveBytes slots of live records and their pieces
 * @param freeBytes chunks without a class, free slots, and what slots leave of a chunk
 * @param entries live records by cache id
 * @param unfinished records that a crash cut off; recovery takes them away
 * @param superseded records that lost to a newer one; recovery takes them away
 * @param problems what can't be, one sentence each; empty for a sound pool
 */
public record PoolCheckReport(
    boolean clean,
    long poolBytes,
    long headerBytes,
    long directoryBytes,
    long liveBytes,
    long freeBytes,
    Map<Integer, Long> entries,
    long unfinished,
    long superseded,
    List<String> problems) {

  /** Whether nothing is wrong with the pool. */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /** Live records of all caches, the catalogue's own left out. */
  public long totalEntries() {
    return entries.entrySet().stream()
        .filter(e -> e.getKey() != 0)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
