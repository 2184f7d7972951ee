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
package org.jcachepmem.allocator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.jcachepmem.allocator.schedule.KeyHistory.Action;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
  private final KeyHistory history = new KeyHistory(false);

  private int put(int value) {
    return history.begin(Action.PUT, value);
  }

  private boolean get(int value) {
    return history.end(history.begin(Action.GET, 0), value);
  }

  private boolean done(int slot) {
    return history.end(slot, KeyHistory.DONE);
  }

  @Test
  void anAcknowledgedPutIsThereAndOneUnderWayMayBe() {
    assertTrue(done(put(1)));
    assertEquals(Set.of(1), history.afterCrash());
    int second = put(2);
    assertEquals(Set.of(1, 2), history.afterCrash());
    assertTrue(done(second));
    assertEquals(Set.of(2), history.afterCrash());
  }

  @Test
  void whatWasReadHappenedBeforeTheRead() {
    assertTrue(done(put(1)));
    int second = put(2);
    assertTrue(get(2));
    assertEquals(Set.of(2), history.afterCrash(), "read, so it is no longer open");
    assertFalse(get(1), "older than what was read before");
    assertTrue(done(second));
  }

  @Test
  void twoPutsUnderWayMayEndInEitherOrder() {
    int first = put(1);
    int second = put(2);
    assertTrue(done(second));
    assertEquals(Set.of(1, 2), history.afterCrash());
    assertTrue(done(first));
    assertEquals(Set.of(1, 2), history.afterCrash());
    assertTrue(get(1));
    assertEquals(Set.of(1), history.afterCrash());
  }

  @Test
  void aRemovalSaysWhatItFound() {
    assertTrue(done(put(1)));
    assertTrue(history.end(history.begin(Action.REMOVE, 0), 1));
    assertEquals(Set.of(0), history.afterCrash());
    assertFalse(history.end(history.begin(Action.REMOVE, 0), 1), "there was nothing");
  }

  @Test
  void anEvictedKeyMayComeBackUntilSomethingNewerIsAcknowledged() {
    assertTrue(done(put(1)));
    assertTrue(done(history.begin(Action.DROP, 0)));
    assertEquals(Set.of(0, 1), history.afterCrash());
    assertEquals(Set.of(0), history.readable());
    assertTrue(history.end(history.begin(Action.REMOVE, 0), 0));
    assertEquals(Set.of(0), history.afterCrash());
  }

  @Test
  void anOperationThatFailedHasDoneNothing() {
    assertTrue(done(put(1)));
    int second = put(2);
    assertTrue(history.end(second, KeyHistory.FAILED));
    assertEquals(Set.of(1), history.afterCrash());
    int third = put(3);
    assertTrue(get(3));
    assertFalse(history.end(third, KeyHistory.FAILED), "it was read");
  }

  @Test
  void aResultIsKeptFromTheMomentAtWhichTheOperationTookEffect() {
    assertTrue(done(put(1)));
    int read = history.begin(Action.GET, 0);
    assertTrue(done(put(2)));
    assertTrue(done(put(3)));
    assertTrue(history.end(read, 2), "in between");
    assertEquals(Set.of(3), history.afterCrash());
  }

  /** Found by a long run of threads over the index: a medium failed, and cut four puts off. */
  @Test
  void fourThreadsThatWereCutOffMayEachPutAgainAndBeRefused() {
    assertTrue(done(put(1)));
    for (int i = 0; i < 8; i++) {
      put(2);
      history.begin(Action.CLEAR, 0);
    }
    assertEquals(Set.of(0, 1, 2), history.afterCrash());
  }
}
