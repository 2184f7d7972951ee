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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A pool that was stopped changes nothing any more, can be read, and is recovered as after a kill.
 */
class StoppedPoolTest {
  private static byte[] value(String key) {
    return TestCache.value(key, 1, 100);
  }

  @Test
  void nothingIsChangedAnyMoreAndWhatWasAcknowledgedIsFoundAgain() {
    HeapMedium medium = new HeapMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(3));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    TestCache cache = new TestCache(records, "cache");
    cache.put("kept", value("kept"));
    cache.put("removed", value("removed"));
    assertTrue(cache.remove("removed"));
    cache.put("evicted", value("evicted"));
    assertFalse(records.life().isStopped());
    OutOfMemoryError first = new OutOfMemoryError("the first");
    records.life().stop(first);
    records.life().stop(new OutOfMemoryError("another"));
    assertTrue(records.life().isStopped());
    assertTrue(cache.evict("evicted"), "which only queues it");
    List<Executable> changes =
        List.of(
            () -> cache.put("kept", value("other")),
            () -> cache.put("new", value("new")),
            () -> cache.remove("kept"),
            () -> cache.remove("absent"),
            cache::clear,
            records::settleAll,
            records::commit,
            () -> records.life().settleEpoch(),
            () -> records.life().beginEpoch());
    for (Executable change : changes) {
      assertSame(first, assertThrows(StoppedException.class, change).getCause());
    }
    assertArrayEquals(value("kept"), cache.get("kept"));
    records.close();
    RecordStore again = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    assertFalse(again.recovery().clean());
    TestCache recovered = new TestCache(again, "cache");
    assertArrayEquals(value("kept"), recovered.get("kept"));
    assertArrayEquals(value("evicted"), recovered.get("evicted"));
    assertNull(recovered.get("removed"));
    assertNull(recovered.get("new"));
    again.close();
  }

  /** By an operation that its close still waits for. */
  @Test
  void aPoolThatStopsWhileItIsBeingClosedIsNotDeclaredClean() {
    HeapMedium medium = new HeapMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(3));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    new TestCache(records, "cache").put("kept", value("kept"));
    records.life().close(() -> records.life().stop(new OutOfMemoryError()), true);
    RecordStore again = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    assertFalse(again.recovery().clean());
    assertArrayEquals(value("kept"), new TestCache(again, "cache").get("kept"));
    again.close();
  }

  /** What was acknowledged may still wait for its commit. */
  @Test
  void closingCommitsWhatWaits() {
    RecordingMedium medium = new RecordingMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(3));
    RecordStore records =
        RecordStore.open(
            Pool.mount(medium), RecordOptions.quiet(4).with(Durability.ON_CLOSE, Long.MAX_VALUE));
    new TestCache(records, "cache").put("kept", value("kept"));
    assertFalse(medium.pendingLines().isEmpty());
    records.life().stop(new OutOfMemoryError());
    records.close();
    medium.assertAllDurable();
  }
}
