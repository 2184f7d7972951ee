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
package org.jcachepmem.tools.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;

/** Reads caches out of a pool. */
public final class PoolDump {
  private PoolDump() {}

  /**
   * Hands the caches and their records on. Damaged entries are counted and left out.
   *
   * @param progress is told of each record
   */
  public static DumpEnd run(
      PoolView view, List<CatalogueEntry> caches, DumpReceiver to, LongConsumer progress)
      throws IOException {
    long[] records = {0};
    long[] damaged = {view.damages()};
    to.head(DumpHead.of(view.pool().geometry()));
    try {
      for (CatalogueEntry cache : caches) {
        to.cache(known(view, cache));
        view.forEachEntry(
            cache.id(),
            entry -> {
              boolean intact = hand(view, cache, entry, to);
              records[0] += intact ? 1 : 0;
              damaged[0] += intact ? 0 : 1;
              progress.accept(1);
            });
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    DumpEnd end = new DumpEnd(caches.size(), records[0], damaged[0]);
    to.end(end);
    return end;
  }

  /** A pool that is made of another does not show that it was not closed cleanly. */
  private static CatalogueEntry known(PoolView view, CatalogueEntry cache) {
    Provenance provenance = cache.provenance();
    return cache.withProvenance(
        provenance.outlivingKill(provenance.outlivedKill() || !view.isClean()));
  }

  private static boolean hand(
      PoolView view, CatalogueEntry cache, EntryRef entry, DumpReceiver to) {
    byte[] key = view.readKey(entry);
    byte[] value = view.readValue(entry);
    if (key == null || value == null) {
      return false;
    }
    try {
      to.record(new DumpRecord(cache.id(), key, value, entry.expiryMillis()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }
}
