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

import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/** What recovered tables ask about records, answered from the medium. */
record MediumRecords(Pool pool, SlotSpace space, Extents extents, RecordReader reader)
    implements RecoveredTable.RecoveredRecords {

  @Override
  public byte @Nullable [] key(long offset) {
    return reader.keyAt(offset, medium().getLong(space.entry(offset) + DirectoryLayout.W2_AT));
  }

  @Override
  public long hash(long offset) {
    return medium().getLong(space.entry(offset) + DirectoryLayout.W1_AT);
  }

  @Override
  public long sequence(long offset) {
    return DirectoryLayout.sequence(medium().getLong(space.entry(offset)));
  }

  @Override
  public EntryRef handle(long offset) {
    long at = space.entry(offset);
    long w2 = medium().getLong(at + DirectoryLayout.W2_AT);
    int seconds = DirectoryLayout.expirySeconds(medium().getLong(at + DirectoryLayout.W3_AT));
    long expiryMillis = new ExpiryClock(pool.geometry().creationMillis()).toMillis(seconds);
    return EntryRef.of(
        offset, DirectoryLayout.keyLength(w2), reader.valueLength(offset, w2), expiryMillis, false);
  }

  @Override
  public long weight(EntryRef entry) {
    long stream = (long) entry.keyLength() + entry.valueLength();
    return extents.isNeeded(stream)
        ? extents.weight(stream)
        : space.classes().weight(space.sizeClass(entry.offset()));
  }

  private Medium medium() {
    return pool.medium();
  }
}
