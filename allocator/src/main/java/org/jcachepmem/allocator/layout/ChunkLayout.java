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
package org.jcachepmem.allocator.layout;

/**
 * A line of a segment's chunk table: eight {@link SealedWord}s. What the first one does not need is
 * zero, or left from before.
 *
 * <pre>
 *  0   value, 40 bits:  39..26 generation | 25..16 size class | 15..0 state
 *  8   seven values:    39..24 group of 24 slots | 23..0 which slots of it are struck out
 * </pre>
 *
 * A chunk is {@link #FREE} (its bytes mean nothing) or {@link #SLOTS}: a directory of one 32-byte
 * entry for each slot, then the slots, all of one size class; or {@link #STRUCK}, the same, but
 * what the directory says of the slots that are struck out counts as VOID: the line that says it
 * could not be read any more when it was to be changed. The class counts in the table that the
 * chunk size gives (see {@code SizeClasses}). The generation goes up by one, wrapping, each time
 * that a chunk gets a class, after its directory was zeroed durably; entries of another generation
 * are void.
 */
public final class ChunkLayout {
  public static final int LINE_BYTES = 64;
  public static final int FREE = 0;
  public static final int SLOTS = 1;
  public static final int STRUCK = 2;
  public static final int MAX_GENERATION_BITS = 14;
  public static final int MAX_CLASSES = 1 << 10;
  public static final int STRUCK_AT = 8;
  public static final int STRUCK_WORDS = 7;

  /** Slots of a group: seven groups have all entries of any 4 KiB of a directory. */
  public static final int STRUCK_GROUP_SLOTS = 24;

  private static final int CLASS_SHIFT = 16;
  private static final int GENERATION_SHIFT = 26;

  private static final long GROUP_MASK = (1L << STRUCK_GROUP_SLOTS) - 1;

  private ChunkLayout() {}

  /** The value of a chunk line. */
  public static long value(int state, int sizeClass, int generation) {
    return (long) generation << GENERATION_SHIFT | (long) sizeClass << CLASS_SHIFT | state;
  }

  /** {@link #FREE}, {@link #SLOTS} or {@link #STRUCK}; anything else is damage. */
  public static int state(long value) {
    return (int) (value & 0xFFFF);
  }

  /** The size class of a chunk of slots. */
  public static int sizeClass(long value) {
    return (int) (value >>> CLASS_SHIFT) & (MAX_CLASSES - 1);
  }

  /** How often the chunk got a class, modulo 2 to the generation bits. */
  public static int generation(long value) {
    return (int) (value >>> GENERATION_SHIFT);
  }

  /** Where word {@code i} of those that strike slots out is, in the line at {@code line}. */
  public static long struckAt(long line, int i) {
    return line + STRUCK_AT + (long) i * Long.BYTES;
  }

  /** The value that strikes slots of a group out: bit <i>n</i> is slot <i>n</i> of the group. */
  public static long struck(int group, long slots) {
    return (long) group << STRUCK_GROUP_SLOTS | slots;
  }

  /** Which group of slots a value is about. */
  public static int struckGroup(long value) {
    return (int) (value >>> STRUCK_GROUP_SLOTS);
  }

  /** Which slots of its group a value strikes out. */
  public static long struckSlots(long value) {
    return value & GROUP_MASK;
  }
}
