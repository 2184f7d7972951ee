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
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;

/**
 * The chunks that a scan reads, in the order in which its threads take them; the directories of the
 * next ones are being fetched while one is read. Filled by one thread, then read by several.
 */
final class ScannedChunks {
  /** So many directories are being fetched. */
  private static final int AHEAD = 32;

  private final SizeClasses classes;
  private final ReadAhead ahead;
  private final List<Scanned> chunks = new ArrayList<>();

  /** The chunks of {@code space} that have a class. */
  ScannedChunks(SlotSpace space, ReadAhead ahead) {
    this.classes = space.classes();
    this.ahead = ahead;
    space.forEachAdopted(
        (offset, sizeClass, generation) ->
            chunks.add(new Scanned(chunks.size(), offset, sizeClass, generation)));
  }

  /** A chunk that has a class; {@code number} is its place in the order. */
  record Scanned(int number, long offset, int sizeClass, int generation) {}

  List<Scanned> all() {
    return chunks;
  }

  /** Before the first is read. */
  void begin() {
    chunks.stream().limit(AHEAD).forEach(this::fetchDirectory);
  }

  /** Before {@code chunk} is read: the directory of one behind it is fetched. */
  void beforeReading(Scanned chunk) {
    int later = chunk.number() + AHEAD;
    if (later < chunks.size()) {
      fetchDirectory(chunks.get(later));
    }
  }

  /** Before so many records of {@code chunk} are read one by one, all over it. */
  void beforeReadingRecords(Scanned chunk, int records) {
    if (ahead.isWorthAll(records, classes.slots(chunk.sizeClass()))) {
      ahead.soon(chunk.offset(), classes.chunkBytes());
    }
  }

  private void fetchDirectory(Scanned chunk) {
    ahead.soon(chunk.offset(), classes.directoryBytes(chunk.sizeClass()));
  }
}
