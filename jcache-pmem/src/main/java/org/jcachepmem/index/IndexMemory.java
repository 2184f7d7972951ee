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

import java.util.concurrent.atomic.AtomicLong;
import org.jcachepmem.allocator.record.EntryRef;

/**
 * An estimate of the heap that the indexes of one pool take, against {@code index.max-bytes}.
 *
 * <p>Per entry: the handle (at most 32 bytes), Caffeine's node and hash table slot, and the key
 * identity with its bytes. An entry that is not indexed yet is charged as if it were, so that
 * indexing it on a read never finds the heap full. Thread safe.
 */
final class IndexMemory {
  /**
   * Handle, node, table slot and identity of an entry, without key bytes. {@code IndexMemoryTest}
   * measures.
   */
  static final long ENTRY_BYTES = 168;

  /** What a key that nobody has read yet is taken for. */
  static final long UNREAD_KEY_BYTES = 32;

  private final long maxBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  IndexMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void indexed(EntryRef entry) {
    usedBytes.addAndGet(ENTRY_BYTES + entry.keyLength());
  }

  void forgotten(EntryRef entry) {
    usedBytes.addAndGet(-ENTRY_BYTES - entry.keyLength());
  }

  /** Charges {@code entries} that are not indexed, or gives them back if negative. */
  void unindexed(long entries) {
    if (entries != 0) {
      usedBytes.addAndGet(entries * (ENTRY_BYTES + UNREAD_KEY_BYTES));
    }
  }

  boolean isOver() {
    return usedBytes.get() > maxBytes;
  }

  long usedBytes() {
    return usedBytes.get();
  }

  long maxBytes() {
    return maxBytes;
  }
}
