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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.tools.dump.PoolFiller.IfThere;
import org.junit.jupiter.api.Test;

/**
 * Contents that are replaced have another birth before they go: killed at any point, a pool has
 * either what caches live with, or what shows them that it is gone.
 */
class ReplacedBirthTest {

  private static RecordStore open(Medium medium) {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2));
  }

  private static void fill(RecordStore records, IfThere ifThere, byte value) throws IOException {
    PoolFiller filler = new PoolFiller(records, ifThere, amount -> {});
    filler.cache(
        new CatalogueEntry(
            1, "ns", "times", "K", "k/1", "V", "v/1", 0, false, new Provenance("", 0, 5, 0)));
    filler.record(new DumpRecord(1, new byte[] {1}, new byte[] {value}, EntryRef.ETERNAL));
  }

  private static CatalogueEntry times(RecordStore records) {
    CatalogueEntry times = records.catalogue().find("ns", "times");
    assertNotNull(times);
    return times;
  }

  @Test
  void noKillLeavesAnEmptyCacheOfTheOldBirth() throws IOException {
    RecordingMedium medium = new RecordingMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(3));
    fill(open(medium), IfThere.REFUSE, (byte) 1);
    medium = medium.afterKill();
    RecordStore records = open(medium);
    long birth = times(records).provenance().birth();
    assertNotEquals(0, birth);
    List<HeapMedium> images = new ArrayList<>();
    RecordingMedium recorded = medium;
    medium.onFence(() -> images.add(recorded.killImage()));
    fill(records, IfThere.REPLACE, (byte) 2);
    medium.onFence(() -> {});
    assertTrue(images.size() > 4, images.size() + " images");
    for (HeapMedium image : images) {
      RecordStore killed = open(image);
      CatalogueEntry times = times(killed);
      if (times.provenance().birth() == birth) {
        assertEquals(1, killed.recovered(times.id()).count());
      }
    }
  }
}
