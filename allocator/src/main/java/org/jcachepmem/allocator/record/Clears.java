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

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Empties caches: what is older than an epoch counts no more. One at a time, by the lock that it
 * shares with everything else that must not meet a clear. Thread safe.
 */
final class Clears {
  private final RecordStore records;
  private final RecoveredTables recovered;
  private final Epochs epochs;
  private final Settler settler;
  private final ReentrantLock clearLock;

  Clears(
      RecordStore records,
      RecoveredTables recovered,
      Epochs epochs,
      Settler settler,
      ReentrantLock clearLock) {
    this.records = records;
    this.recovered = recovered;
    this.epochs = epochs;
    this.settler = settler;
    this.clearLock = clearLock;
  }

  /** See {@link RecordStore#clear}. */
  void clear(int cacheId, Dropper dropper) {
    clearLock.lock();
    try {
      records.checkOpen();
      long epoch = epochs.bump();
      // Durable before the first entry leaves the index: who misses one may rely on it. A put of an
      // older epoch that is under way is concurrent with the clear, and the barrier lets it end
      // first.
      epochs.storeMinEpoch(cacheId, epoch);
      List<EntryRef> dropped = new ArrayList<>();
      try {
        recovered.of(cacheId).takeAll(dropped::add);
        epochs.barrier();
        dropper.dropOlderThan(epoch, dropped::add);
      } finally {
        dropped.removeIf(entry -> !entry.retire());
        // Whoever still works on one of them under its stripe is done before its slot is reused.
        epochs.barrier();
        dropped.forEach(EntryRef::die);
        // As when settling: no reader believes a copy that it made after this.
        VarHandle.fullFence();
        dropped.forEach(settler::free);
      }
    } finally {
      clearLock.unlock();
    }
  }
}
