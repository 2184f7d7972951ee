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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.space.SizeClasses;

/**
 * The arithmetic of {@code docs/sizing.md}: the pool and the heap for so many entries of one size.
 *
 * @param entries how many
 * @param keyBytes encoded bytes of a key
 * @param valueBytes encoded bytes of a value
 */
record Sizing(long entries, int keyBytes, int valueBytes) {

  private static final int MEBIBYTE = 1 << 20;
  private static final int LEAST_CHUNK = 64 << 10;
  private static final int MOST_CHUNK = 2 << 20;
  private static final int CACHE_IDS = 4097;

  /** Bytes of a chunk of a pool of that size. */
  static int chunkBytes(long poolBytes) {
    long wanted = Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, poolBytes / 512));
    return (int) Long.highestOneBit(wanted);
  }

  static long chunks(long poolBytes) {
    return Segment.between(HotWordLayout.end(CACHE_IDS), poolBytes, chunkBytes(poolBytes)).chunks();
  }

  /** What all entries of a pool of that size may take. */
  static long capacityBytes(long poolBytes) {
    long chunks = chunks(poolBytes);
    return (chunks - Math.max(2, chunks / 32)) * chunkBytes(poolBytes);
  }

  /** The smallest pool, in whole MiB, whose capacity all entries fit. */
  long poolBytes() {
    long pool = PoolOptions.MIN_BYTES;
    while (capacityBytes(pool) < entries * weight(pool)) {
      pool += MEBIBYTE;
    }
    return pool;
  }

  SizeClasses classes(long poolBytes) {
    return SizeClasses.of(chunkBytes(poolBytes));
  }

  int slotBytes(long poolBytes) {
    SizeClasses classes = classes(poolBytes);
    return classes.slotBytes(classes.classOf(keyBytes + valueBytes));
  }

  /** Pool bytes of one entry. */
  int weight(long poolBytes) {
    SizeClasses classes = classes(poolBytes);
    return classes.weight(classes.classOf(keyBytes + valueBytes));
  }

  /** Heap that the index is charged for all entries once they are indexed. */
  long indexBytes() {
    return entries * (IndexMemory.ENTRY_BYTES + keyBytes);
  }

  /** The same right after a restart, when no key has been read. */
  long unreadIndexBytes() {
    return entries * (IndexMemory.ENTRY_BYTES + IndexMemory.UNREAD_KEY_BYTES);
  }

  /** The least index.max-bytes. */
  long leastIndexBytes() {
    return Math.max(indexBytes(), unreadIndexBytes());
  }

  /** The steps, as the document has them: what, and how many bytes (or how many). */
  Map<String, Long> steps() {
    long pool = poolBytes();
    Map<String, Long> steps = new LinkedHashMap<>();
    steps.put("key and value", (long) keyBytes + valueBytes);
    steps.put("slot", (long) slotBytes(pool));
    steps.put("an entry", (long) weight(pool));
    steps.put("all entries", entries * weight(pool));
    steps.put("pool, least", pool);
    steps.put("its chunks", chunks(pool));
    steps.put("its capacity", capacityBytes(pool));
    steps.put("index, keys read", indexBytes());
    steps.put("index, after a restart", unreadIndexBytes());
    steps.put("-Xmx, if the index may take 25 %", 4 * leastIndexBytes());
    return steps;
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
