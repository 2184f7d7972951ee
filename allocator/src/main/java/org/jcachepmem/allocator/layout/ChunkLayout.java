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
 * A line of a segment's chunk table: one {@link SealedWord}, the other 56 bytes zero.
 *
 * <pre>
 *  value, 40 bits:  39..26 generation | 25..16 size class | 15..0 state
 * </pre>
 *
 * A chunk is {@link #FREE} (its bytes mean nothing) or {@link #SLOTS}: a directory of one 32-byte
 * entry for each slot, then the slots, all of one size class. The class counts in the table that
 * the chunk size gives (see {@code SizeClasses}). The generation goes up by one, wrapping, each
 * time that a chunk gets a class, after its directory was zeroed durably; entries of another
 * generation are void.
 */
public final class ChunkLayout {
  public static final int LINE_BYTES = 64;
  public static final int FREE = 0;
  public static final int SLOTS = 1;
  public static final int MAX_GENERATION_BITS = 14;
  public static final int MAX_CLASSES = 1 << 10;

  private static final int CLASS_SHIFT = 16;
  private static final int GENERATION_SHIFT = 26;

  private ChunkLayout() {}

  /** The value of a chunk line. */
  public static long value(int state, int sizeClass, int generation) {
    return (long) generation << GENERATION_SHIFT | (long) sizeClass << CLASS_SHIFT | state;
  }

  /** {@link #FREE} or {@link #SLOTS}; anything else is damage. */
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
}
