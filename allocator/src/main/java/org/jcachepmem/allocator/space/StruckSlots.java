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
package org.jcachepmem.allocator.space;

import static org.jcachepmem.allocator.layout.ChunkLayout.STRUCK_GROUP_SLOTS;
import static org.jcachepmem.allocator.layout.ChunkLayout.STRUCK_WORDS;

import org.jcachepmem.allocator.layout.ChunkLayout;

/**
 * The slots of a chunk whose directory entries count as VOID whatever they say, as the chunk's line
 * says it. Immutable: who strikes one more out makes it durable first.
 */
public final class StruckSlots {
  /** Of no chunk's slots. */
  public static final StruckSlots NONE = new StruckSlots(new long[STRUCK_WORDS]);

  private final long[] values;

  /**
   * As the line says it.
   *
   * @param values of its words, of which there are {@link ChunkLayout#STRUCK_WORDS}
   */
  public StruckSlots(long[] values) {
    assert values.length == STRUCK_WORDS;
    this.values = values.clone();
  }

  /** Whether that slot, counted in its chunk, is struck out. */
  public boolean has(int slot) {
    for (long value : values) {
      if (ChunkLayout.struckGroup(value) == slot / STRUCK_GROUP_SLOTS
          && (ChunkLayout.struckSlots(value) & bit(slot)) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The word that says so of one more slot, or -1 if no word can. */
  int wordFor(int slot) {
    for (int word = 0; word < values.length; word++) {
      boolean isUsed = ChunkLayout.struckSlots(values[word]) != 0;
      if (!isUsed || ChunkLayout.struckGroup(values[word]) == slot / STRUCK_GROUP_SLOTS) {
        return word;
      }
    }
    return -1;
  }

  /** These and one more, in the word that {@link #wordFor} names; no other word changes. */
  StruckSlots with(int slot, int word) {
    long[] more = values.clone();
    more[word] =
        ChunkLayout.struck(
            slot / STRUCK_GROUP_SLOTS, ChunkLayout.struckSlots(values[word]) | bit(slot));
    return new StruckSlots(more);
  }

  /** The value of a word of the line. */
  long value(int word) {
    return values[word];
  }

  private static long bit(int slot) {
    return 1L << slot % STRUCK_GROUP_SLOTS;
  }
}
