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
package org.jcachepmem.allocator.medium;

import java.util.BitSet;

/**
 * A medium with lines that can't be read: uncorrectable errors of persistent memory, or sectors of
 * a disk. A read of one throws as {@link AddressedMedium} does, words an {@link InternalError} and
 * copies a {@link MediumFailedException}, but always at once. Not thread safe.
 */
public final class PoisonedMedium extends WrappedMedium {
  private static final int LINE_BYTES = 64;
  private static final int PAGE_BYTES = 4096;

  /** What becomes of a poisoned line that is stored to. */
  public enum Healing {
    /** Good again if all of it is stored at once. */
    FULL_LINE,
    /** Takes stores, and still can't be read. */
    NEVER,
    /** Takes no stores either: what a system does that has unmapped the page. */
    REFUSES_STORES
  }

  private final Healing healing;
  private final BitSet poisoned = new BitSet();
  private long faults;

  /** A medium that works like {@code delegate} where it is not poisoned. */
  public PoisonedMedium(Medium delegate, Healing healing) {
    super(delegate);
    this.healing = healing;
  }

  /** Poisons the line of 64 bytes at {@code offset}. */
  public void poisonLine(long offset) {
    poisoned.set((int) (offset / LINE_BYTES));
  }

  /** Poisons the page of 4 KiB at {@code offset}. */
  public void poisonPage(long offset) {
    int first = (int) (offset / PAGE_BYTES) * (PAGE_BYTES / LINE_BYTES);
    poisoned.set(first, first + PAGE_BYTES / LINE_BYTES);
  }

  /** Whether a line of the range is poisoned. */
  public boolean isPoisoned(long offset, long lengthBytes) {
    int next = poisoned.nextSetBit((int) (offset / LINE_BYTES));
    return lengthBytes > 0 && next >= 0 && (long) next * LINE_BYTES < offset + lengthBytes;
  }

  /** How often an access met poison. */
  public long faults() {
    return faults;
  }

  private InternalError fault() {
    faults++;
    return new InternalError("a fault occurred in an unsafe memory access operation");
  }

  private MediumFailedException vanished() {
    return new MediumFailedException(
        "cannot access poisoned: the file was truncated, or its device failed, while it was mapped",
        fault());
  }

  @Override
  protected void beforeWord(long offset, boolean isRead) {
    if (isPoisoned(offset, 1) && (isRead || healing == Healing.REFUSES_STORES)) {
      throw fault();
    }
  }

  @Override
  protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
    if (isPoisoned(offset, lengthBytes)) {
      if (isRead || healing == Healing.REFUSES_STORES) {
        throw vanished();
      }
      if (healing == Healing.FULL_LINE) {
        long firstWhole = (offset + LINE_BYTES - 1) / LINE_BYTES;
        long endWhole = (offset + lengthBytes) / LINE_BYTES;
        if (firstWhole < endWhole) {
          poisoned.clear((int) firstWhole, (int) endWhole);
        }
      }
    }
  }
}
