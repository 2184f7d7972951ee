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

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jspecify.annotations.Nullable;

/**
 * A record whose slot is given to another one while it is read: a store of one stripe over a few
 * KiB of heap, so that jcstress can make many. A free slot at the start of a chunk is taken first,
 * so that the record that follows is sure to get it.
 */
final class ReusedSlot {
  static final int GONE = 0;
  static final int OLD = 1;
  static final int NEW = 2;
  static final int FOREIGN = 3;
  static final int TORN = -1;

  private static final int POOL_BYTES = 28 << 10;
  private static final int CACHE_ID = 1;

  /** Some lines, so that a copy takes a while. */
  private static final int VALUE_BYTES = 440;

  private static final byte[] KEY = {1};
  private static final byte[] FOREIGN_KEY = {2};

  final HeapMedium medium = new HeapMedium(POOL_BYTES);
  final RecordStore records;
  final Stripe stripe;

  /** The handle of the first version. */
  final EntryRef old;

  /** Where that version is. */
  private final long place;

  /** The index: the handle of the current version. */
  volatile EntryRef current;

  ReusedSlot(VerifyReads verifyReads) {
    this(verifyReads, plain -> plain);
  }

  /** The same, where the store sees the medium that {@code seen} makes of the heap. */
  ReusedSlot(VerifyReads verifyReads, UnaryOperator<Medium> seen) {
    Pool.format(medium, FormatOptions.small(1));
    RecordOptions options = RecordOptions.quiet(1).with(verifyReads);
    records = RecordStore.open(Pool.mount(seen.apply(medium)), options);
    stripe = records.stripe(0);
    old = write(KEY, OLD);
    place = old.offset();
    current = old;
  }

  /** The handle that a restart would make of the record: not verified yet. */
  EntryRef unverified() {
    return EntryRef.of(old.offset(), KEY.length, VALUE_BYTES, EntryRef.ETERNAL, false);
  }

  private EntryRef write(byte[] key, int version) {
    Reservation reservation = records.reserve(key.length, VALUE_BYTES);
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) version);
    stripe.lock();
    try {
      return records.write(stripe, reservation, CACHE_ID, key, value, EntryRef.ETERNAL, false);
    } finally {
      stripe.unlock();
    }
  }

  /** Replaces the record, as an index would. */
  void replace() {
    EntryRef written = write(KEY, NEW);
    records.retire(stripe, old);
    current = written;
  }

  /** Replaces the record as an index does that keeps the handle; 1 if it could. */
  int renew() {
    return renew(old);
  }

  int renew(EntryRef handle) {
    EntryRef written = write(KEY, NEW);
    stripe.lock();
    try {
      if (records.renew(stripe, handle, written)) {
        return 1;
      }
      current = written;
      return 0;
    } finally {
      stripe.unlock();
    }
  }

  /** Gives the old slot back, and another key's record gets it; 1 if it did. */
  int reuse() {
    records.settleAll();
    return write(FOREIGN_KEY, FOREIGN).offset() == place ? 1 : 0;
  }

  /** Drops everything by a clear, whose slots are free at once, and reuses them. */
  int clearAndReuse() {
    records.clear(CACHE_ID, (epoch, dropped) -> dropped.accept(old));
    return write(FOREIGN_KEY, FOREIGN).offset() == place ? 1 : 0;
  }

  /** What a reader of that handle believes to read. */
  int read(EntryRef entry) {
    return versionOf(records.readValue(entry));
  }

  /** The same without the look after the copy that the protocol asks for. */
  int readUnchecked(EntryRef entry) {
    byte[] copy = new byte[entry.valueLength()];
    if (entry.isDead()) {
      return GONE;
    }
    Thread.yield(); // so that the bug shows soon
    medium.copyOut(entry.offset() + entry.keyLength(), copy, 0, copy.length);
    return versionOf(copy);
  }

  /** The same by a reader that asks whether the handle died, and not whether it was renewed. */
  int readAnyVersion() {
    long read = old.place();
    byte[] copy = new byte[old.valueLengthAt(read)];
    Thread.yield(); // so that the bug shows soon
    medium.copyOut(EntryRef.offsetAt(read) + old.keyLength(), copy, 0, copy.length);
    return old.isDead() ? GONE : versionOf(copy);
  }

  private static int versionOf(byte @Nullable [] value) {
    if (value == null) {
      return GONE;
    }
    for (byte each : value) {
      if (each != value[0]) {
        return TORN;
      }
    }
    return value.length == VALUE_BYTES ? value[0] : TORN;
  }
}
