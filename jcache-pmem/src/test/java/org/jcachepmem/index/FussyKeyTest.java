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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.EntryStore.Write;
import org.jcachepmem.index.FussyKeys.FussyError;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * A key's own equals throws, at each of its calls in turn: what is read then is what the pool has.
 */
class FussyKeyTest {
  private static final int KEYS = 9;
  private static final int MOST_CALLS = 500;
  private static final int POOL_BYTES = 1 << 20;

  private PoolFixture fixture = PoolFixture.paged(POOL_BYTES);
  private PooledEntries store = fixture.attach("fussy", FussyKeys.IDENTITIES);

  @AfterEach
  void inventory() {
    FussyKeys.calm();
    fixture.close();
  }

  private static List<Write> writes(int count, int version) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writes.add(new Write(FussyKeys.of(i), value(version, i), EntryRef.ETERNAL));
    }
    return writes;
  }

  /** Values of each version have slots of their own class, so that none renews another's handle. */
  private static byte[] value(int version, int number) {
    byte[] value = new byte[200 * version];
    value[0] = (byte) version;
    value[1] = (byte) number;
    return value;
  }

  /** The version of each key, 0 for none. */
  private List<Integer> versions(int count) {
    List<Integer> versions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] value = Values.read(store, FussyKeys.of(i));
      if (value != null) {
        assertArrayEquals(value(value[0], i), value);
      }
      versions.add(value == null ? 0 : (int) value[0]);
    }
    return versions;
  }

  private void restart() {
    fixture.restart();
    store = fixture.attach("fussy", FussyKeys.IDENTITIES);
  }

  private void begin(PoolFixture fresh) {
    fixture.close();
    fixture = fresh;
    store = fixture.attach("fussy", FussyKeys.IDENTITIES);
  }

  /** Whether it threw. */
  private static boolean throwsAt(int patience, Runnable operation) {
    FussyKeys.throwing(patience);
    try {
      operation.run();
      return false;
    } catch (FussyError e) {
      return true;
    } finally {
      FussyKeys.calm();
    }
  }

  /** Written, and not to be found, they would come back some day. */
  @Test
  void putsOfABatchAreAllThereButThatOneOrNone() {
    int afterwards = 0;
    for (boolean isOverwrite : List.of(false, true)) {
      boolean threw = true;
      for (int patience = 1; threw; patience++) {
        assertTrue(patience < MOST_CALLS, "it never calms down");
        begin(PoolFixture.paged(POOL_BYTES));
        store.putAll(writes(isOverwrite ? KEYS : 1, 1));
        List<Integer> before = versions(KEYS);
        threw = throwsAt(patience, () -> store.putAll(writes(KEYS, 2)));
        List<Integer> after = versions(KEYS);
        long written = after.stream().filter(version -> version == 2).count();
        if (written == 0) {
          assertEquals(before, after);
        } else {
          assertTrue(written >= KEYS - 1, after::toString);
          afterwards += threw ? 1 : 0;
        }
        restart();
        assertEquals(after, versions(KEYS), "restarted");
      }
    }
    assertTrue(afterwards > 0, "it never threw after the others were written");
  }

  /** Durably dead, and still to be found, they would be gone at the next start only. */
  @Test
  void removalsOfABatchAreAllDoneOrNone() {
    boolean threw = true;
    int afterwards = 0;
    for (int patience = 1; threw; patience++) {
      begin(PoolFixture.paged(POOL_BYTES));
      store.putAll(writes(KEYS, 1));
      threw = throwsAt(patience, () -> store.removeAll(keys(KEYS)));
      List<Integer> after = versions(KEYS);
      long left = after.stream().filter(version -> version == 1).count();
      assertTrue(left == 0 || left == KEYS, after::toString);
      afterwards += threw && left == 0 ? 1 : 0;
      restart();
      assertEquals(after, versions(KEYS), "restarted, after call " + patience);
    }
    assertTrue(afterwards > 0, "it never threw after they were removed");
  }

  private static List<KeyIdentity> keys(int count) {
    return writes(count, 1).stream().map(Write::key).toList();
  }

  /** What counts twice could have a put refused: so only the one that is being published does. */
  @Test
  void noneButTheOneBeingPublishedCountsTwice() {
    List<Long> expected = new ArrayList<>();
    FussyKeys.whenAsked(number -> expected.add(store.share().expectedBytes()));
    store.putAll(writes(KEYS, 1));
    FussyKeys.calm();
    long most = expected.stream().mapToLong(Long::longValue).max().orElseThrow();
    long weightBytes = store.share().weightBytes();
    assertEquals(weightBytes + weightBytes / KEYS, most, expected::toString);
  }

  /** The copy is newer, and its tombstone would hide the original. */
  @Test
  void anEntryThatCannotBeMovedIsReadNoLongerThanItIsStored() {
    boolean threw = true;
    int lost = 0;
    for (int patience = 1; threw; patience++) {
      begin(PoolFixture.recordingInOneStripe(POOL_BYTES));
      store.putAll(writes(KEYS, 1));
      store.putAll(writes(1, 1)); // in another slot
      EntryRef entry = store.peek(FussyKeys.of(0));
      long offset = entry.offset();
      threw = throwsAt(patience, () -> store.vacate(FussyKeys.bytes(0), offset));
      fixture.records.settleAll();
      List<Integer> versions = versions(KEYS);
      lost += versions.get(0) == 0 ? 1 : 0;
      fixture.kill();
      store = fixture.attach("fussy", FussyKeys.IDENTITIES);
      assertEquals(versions, versions(KEYS), "killed, after call " + patience);
    }
    assertTrue(lost > 0, "it never threw when there were two");
  }

  @Test
  void aClearThatThrowsClearsAllTheSame() {
    boolean threw = true;
    int thrown = 0;
    int keys = 20; // so many of one hash are a tree to the map, which asks more
    for (int patience = 1; threw; patience++) {
      begin(PoolFixture.recordingInOneStripe(POOL_BYTES));
      store.putAll(writes(keys, 1));
      threw = throwsAt(patience, store::clear);
      thrown += threw ? 1 : 0;
      List<Integer> versions = versions(keys);
      assertEquals(0, versions.stream().mapToInt(Integer::intValue).sum(), versions::toString);
      fixture.records.settleAll();
      assertEquals(catalogueBytes(), fixture.records.usedBytes(), "after call " + patience);
      restart();
      assertEquals(versions, versions(keys), "restarted, after call " + patience);
    }
    assertTrue(thrown > 0, "nobody was asked");
  }

  private long catalogueBytes() {
    try (PoolFixture empty = PoolFixture.recordingInOneStripe(POOL_BYTES)) {
      empty.attach("fussy", FussyKeys.IDENTITIES);
      return empty.records.usedBytes();
    }
  }

  @Test
  void aCacheThatCouldNotBeOpenedHasItsEntriesStill() {
    store.putAll(writes(KEYS, 1));
    List<Integer> versions = versions(KEYS);
    boolean threw = true;
    int thrown = 0;
    for (int patience = 1; threw; patience++) {
      fixture.restart();
      int calls = patience;
      threw = throwsAt(calls, () -> fixture.attach("fussy", FussyKeys.IDENTITIES));
      thrown += threw ? 1 : 0;
      if (threw) {
        store = fixture.attach("fussy", FussyKeys.IDENTITIES);
        assertEquals(versions, versions(KEYS), "after call " + calls);
      }
    }
    assertTrue(thrown > KEYS, "nobody was asked");
    store = null;
  }

  @Test
  void anEvictionThatThrowsLeavesTheMaximum() {
    boolean threw = true;
    int thrown = 0;
    for (int patience = 1; threw; patience++) {
      CaffeineIndex index =
          new CaffeineIndex(
              EntryRef::valueLength,
              FussyKeys.IDENTITIES::identity,
              (key, entry) -> {},
              Assertions::fail);
      index.maximum(1600);
      for (int i = 0; i < KEYS; i++) {
        index.publish(FussyKeys.of(i).detached(), entry(160));
      }
      index.get(FussyKeys.of(0).indexKey(), 0); // so that others, which come behind it, go first
      threw = throwsAt(patience, () -> index.evict(1600));
      thrown += threw ? 1 : 0;
      index.publish(FussyKeys.of(KEYS).detached(), entry(160));
      assertTrue(index.peek(FussyKeys.of(KEYS)) != null, "after call " + patience);
    }
    assertTrue(thrown > 0, "nobody was asked");
  }

  private static EntryRef entry(int bytes) {
    return EntryRef.of(0, 1, bytes, EntryRef.ETERNAL, true);
  }

  @Test
  void removedIsNotRead() {
    boolean threw = true;
    for (int patience = 1; threw; patience++) {
      begin(PoolFixture.recordingInOneStripe(POOL_BYTES));
      store.putAll(writes(KEYS, 1));
      threw = throwsAt(patience, () -> store.remove(FussyKeys.of(3)));
      List<Integer> versions = versions(KEYS);
      restart();
      assertEquals(versions, versions(KEYS), "restarted, after call " + patience);
    }
  }
}
