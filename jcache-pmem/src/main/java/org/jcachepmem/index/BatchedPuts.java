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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.NewRecord;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.index.EntryStore.Write;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Puts of different keys that share fences, for one call: a fence that writes back the pages of
 * many records takes little longer than one for a record.
 *
 * <p>Slots are reserved while no stripe is held, and only such as are free. Then all are written
 * whose {@linkplain FreeStripes stripes are free}; those whose stripe was busy are the first of the
 * next round. None is atomic with the others.
 */
final class BatchedPuts {
  /** So many puts share a fence, and so many stripes are held while it waits. */
  static final int MOST_PUTS = 256;

  /** From so many bytes of values on a fence is not waited for by more. */
  static final int MANY_BYTES = 1 << 20;

  private final EntryPuts puts;
  private final RecordStore records;
  private final Runnable checkAttached;

  /** What must be put alone: room must be made for it, or it was changed meanwhile. */
  private final List<Write> left = new ArrayList<>();

  /** What has room, and is not written yet. */
  private final List<Planned> planned = new ArrayList<>(MOST_PUTS);

  BatchedPuts(EntryPuts puts, RecordStore records, Runnable checkAttached) {
    this.puts = puts;
    this.records = records;
    this.checkAttached = checkAttached;
  }

  /** A put that has room. */
  private static final class Planned {
    final Write write;
    final byte[] ownBytes;
    final Stripe stripe;
    final Admission.Admitted admitted;
    @Nullable EntryRef old;
    private boolean isHandedOver;
    private boolean isOver;

    Planned(Write write, byte[] ownBytes, Stripe stripe, Admission.Admitted admitted) {
      this.write = write;
      this.ownBytes = ownBytes;
      this.stripe = stripe;
      this.admitted = admitted;
    }

    KeyIdentity key() {
      return write.key();
    }

    /** The record store has the slots from here on. */
    void handOver() {
      isHandedOver = true;
    }

    /** Written, or given up; more than once does nothing. */
    void end(RecordStore records, EntryPuts puts) {
      if (!isOver) {
        isOver = true;
        if (!isHandedOver) {
          records.cancel(admitted.reservation());
        }
        puts.end(admitted);
      }
    }

    NewRecord record(byte[] keyBytes) {
      return new NewRecord(
          stripe,
          admitted.reservation(),
          keyBytes,
          write.value(),
          write.expiryMillis(),
          EntryPuts.settlesAll(key(), old));
    }
  }

  /** Puts what it can, durably; returns what is left to be put one by one. */
  List<Write> put(List<Write> writes) {
    Iterator<Write> next = writes.iterator();
    try {
      while (next.hasNext() || !planned.isEmpty()) {
        plan(next);
        if (!planned.isEmpty()) {
          writeTogether();
        }
      }
      return left;
    } finally {
      planned.forEach(each -> each.end(records, puts));
    }
  }

  private void plan(Iterator<Write> next) {
    long bytes = 0;
    for (Planned each : planned) {
      bytes += each.write.value().length;
    }
    while (next.hasNext() && planned.size() < MOST_PUTS && bytes < MANY_BYTES) {
      Write write = next.next();
      byte[] ownBytes = write.key().bytes();
      Admission.Admitted admitted = puts.reserveIfFree(write.key(), ownBytes, write.value().length);
      if (admitted == null) {
        left.add(write);
      } else {
        planned.add(new Planned(write, ownBytes, puts.stripe(write.key()), admitted));
        bytes += write.value().length;
      }
    }
  }

  /** Writes those whose stripes are free, at least one, and takes them out of what is planned. */
  private void writeTogether() {
    List<Planned> held = FreeStripes.work(planned, each -> each.stripe, this::write);
    held.forEach(each -> each.end(records, puts));
    planned.removeAll(held);
  }

  private void write(List<Planned> held) {
    checkAttached.run();
    List<Planned> ready = new ArrayList<>(held.size());
    List<NewRecord> drafts = new ArrayList<>(held.size());
    for (Planned each : held) {
      each.old = puts.current(each.stripe, each.key());
      byte[] keyBytes = puts.keyBytes(each.key(), each.ownBytes, each.old);
      if (puts.fits(each.admitted, keyBytes, each.old)) {
        ready.add(each);
        drafts.add(each.record(keyBytes));
      } else {
        left.add(each.write);
      }
    }
    if (ready.isEmpty()) {
      return;
    }
    ready.forEach(Planned::handOver);
    Failures failures = new Failures(); // here, since nothing may fail between the two
    replaceAll(ready, records.writeAll(puts.cacheId(), drafts), failures);
    failures.throwFirst();
  }

  /**
   * All are durable: those behind one of which the entry can't be made must be had all the same, or
   * they would come back some day. Each is over when it can be found, lest it count twice.
   */
  private void replaceAll(List<Planned> ready, List<EntryRef> written, Failures failures) {
    try {
      for (int i = 0; i < written.size(); i++) {
        replace(ready.get(i), written.get(i), failures);
      }
    } catch (Error e) {
      records.life().stop(e); // the other records are stored, and nobody would ever remove them
      throw e;
    }
  }

  private void replace(Planned planned, EntryRef written, Failures failures) {
    try {
      puts.replace(planned.stripe, planned.key(), planned.old, written);
      planned.write.whenStored().run();
    } catch (Throwable e) { // a key's own equals may throw anything
      failures.add(e);
    } finally {
      planned.end(records, puts);
    }
  }
}
