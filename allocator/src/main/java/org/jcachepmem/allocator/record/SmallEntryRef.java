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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A handle of an entry that never expires, whose key has less than 4 KiB and whose value less than
 * 512 KiB: 24 bytes with compressed class pointers. Then there are no high bits of the value's
 * length, the expiry is known, and what is left of both words fits one of half the size:
 *
 * <pre>
 * word     length of the key:12 | low bits of the life: version:17 | moved:1 | trust:2
 * </pre>
 */
final class SmallEntryRef extends EntryRef {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(SmallEntryRef.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int LIFE_MASK = (1 << EXPIRY_SHIFT) - 1;
  private static final int MAX_LENGTHS = -1 >>> EXPIRY_SHIFT;

  private volatile int word;

  SmallEntryRef(long place, int lengths, long life) {
    super(place);
    assert fits(lengths, life);
    word = word(lengths, life);
    VarHandle.storeStoreFence(); // as a final field has it: whole, even if published by a race
  }

  /** Whether there may be such a handle. */
  static boolean fits(int lengths, long life) {
    return lengths <= MAX_LENGTHS && (life & ~LIFE_MASK) == ETERNAL_BITS;
  }

  private static int word(int lengths, long life) {
    assert (life & ~LIFE_MASK) == ETERNAL_BITS : life;
    return lengths << EXPIRY_SHIFT | (int) life & LIFE_MASK;
  }

  @Override
  int lengths() {
    return word >>> EXPIRY_SHIFT;
  }

  @Override
  long life() {
    return ETERNAL_BITS | word & LIFE_MASK;
  }

  @Override
  void life(long changed) {
    word = word(lengths(), changed);
  }

  @Override
  boolean compareAndSetLife(long expected, long changed) {
    int lengths = lengths();
    return WORD.compareAndSet(this, word(lengths, expected), word(lengths, changed));
  }

  @Override
  EntryRef at(long otherPlace) {
    return new SmallEntryRef(otherPlace, lengths(), life());
  }

  @Override
  public boolean canExpire() {
    return false;
  }
}
