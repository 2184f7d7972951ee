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
package org.jcachepmem.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the judge of the kills takes for possible, and what not. */
class KeyHistoryTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long DEATH_MILLIS = 100_000;
  private static final long ONE = Telling.stamp(1, 0);
  private static final long TWO = Telling.stamp(2, 0);
  private static final long THREE = Telling.stamp(3, 0);

  private final List<Operation> operations = new ArrayList<>();
  private Subject subject = Subject.KEPT;
  private long millis;

  private void add(
      Kind kind, long begin, long end, long stamp, long expected, Outcome outcome, long found) {
    long endMillis = end == NEVER ? DEATH_MILLIS : millis;
    operations.add(
        new Operation(
            subject, 0, kind, begin, end, millis, endMillis, stamp, expected, outcome, found));
  }

  private void put(long begin, long end, long stamp) {
    Outcome outcome = end == NEVER ? Outcome.PENDING : Outcome.YES;
    add(Kind.PUT, begin, end, stamp, 0, outcome, 0);
  }

  private void get(long begin, long end, long found) {
    add(Kind.GET, begin, end, 0, 0, Outcome.YES, found);
  }

  private void clear(long begin, long end) {
    add(Kind.CLEAR, begin, end, 0, 0, end == NEVER ? Outcome.PENDING : Outcome.YES, 0);
  }

  private void assertLeft(Long... stamps) {
    KeyHistory history = new KeyHistory(subject, List.of(KeyState.ABSENT));
    assertNull(history.follow(operations));
    Set<Long> left = new TreeSet<>();
    history.states().forEach(state -> left.add(state.stamp()));
    assertEquals(new TreeSet<>(List.of(stamps)), left);
  }

  private void assertImpossible() {
    assertNotNull(new KeyHistory(subject, List.of(KeyState.ABSENT)).follow(operations));
  }

  @Test
  void theLastOfFollowingOperations() {
    put(1, 2, ONE);
    put(3, 4, TWO);
    assertLeft(TWO);
  }

  @Test
  void whatIsInFlightOrWhatItWouldReplace() {
    put(1, 2, ONE);
    put(3, NEVER, TWO);
    put(4, NEVER, THREE);
    assertLeft(ONE, TWO, THREE);
  }

  /** Seen after 704 kills: a quota was met, the old value removed, and nobody told yet. */
  @Test
  void nothingWhereAPutInFlightMayBeRefused() {
    subject = Subject.BOUNDED;
    put(1, 2, ONE);
    add(Kind.REPLACE_IF, 3, NEVER, TWO, ONE, Outcome.PENDING, 0);
    assertLeft(0L, ONE, TWO);
    operations.remove(1);
    add(Kind.REPLACE_IF, 3, NEVER, TWO, THREE, Outcome.PENDING, 0);
    assertLeft(ONE);
    operations.remove(1);
    add(Kind.GET, 3, NEVER, 0, 0, Outcome.PENDING, 0);
    assertLeft(ONE);
  }

  @Test
  void anyOfConcurrentOperations() {
    put(1, 4, ONE);
    put(2, 3, TWO);
    assertLeft(ONE, TWO);
  }

  @Test
  void oneOfConcurrentOperationsWhenAReadHasSeenTheOtherOneFirst() {
    put(1, 10, ONE);
    put(2, 9, TWO);
    get(3, 4, TWO);
    get(5, 6, ONE);
    assertLeft(ONE);
  }

  @Test
  void noReadOfWhatWasReplaced() {
    put(1, 2, ONE);
    put(3, 4, TWO);
    get(5, 6, ONE);
    assertImpossible();
  }

  @Test
  void noReadOfWhatWasCleared() {
    put(1, 2, ONE);
    clear(3, 4);
    get(5, 6, ONE);
    assertImpossible();
  }

  @Test
  void nothingIsLostUnlessItMayBeEvicted() {
    put(1, 2, ONE);
    get(3, 4, 0);
    assertImpossible();
    operations.clear();
    subject = Subject.EVICTED;
    put(1, 2, ONE);
    get(3, 4, 0);
    assertLeft(0L, ONE);
  }

  @Test
  void aKillBringsBackWhatWasEvictedUnlessItsKeyWasChangedSince() {
    subject = Subject.EVICTED;
    put(1, 2, ONE);
    get(3, 4, 0);
    put(5, 6, TWO);
    assertLeft(TWO);
    get(7, 8, 0);
    assertLeft(0L, TWO);
    add(Kind.REMOVE, 9, 10, 0, 0, Outcome.NO, 0);
    assertLeft(0L);
    put(11, 12, THREE);
    get(13, 14, 0);
    clear(15, 16);
    assertLeft(0L);
  }

  @Test
  void whatWasEvictedDoesNotComeBack() {
    subject = Subject.EVICTED;
    put(1, 2, ONE);
    get(3, 4, 0);
    get(5, 6, ONE);
    assertImpossible();
  }

  @Test
  void twoIncrementsDoNotCountAsOne() {
    put(1, 2, ONE);
    add(Kind.INCREMENT, 3, 6, TWO, 0, Outcome.YES, ONE);
    add(Kind.INCREMENT, 4, 5, THREE, 0, Outcome.YES, ONE);
    assertImpossible();
  }

  @Test
  void anIncrementInFlightCounts() {
    put(1, 2, ONE);
    add(Kind.INCREMENT, 3, NEVER, TWO, 0, Outcome.PENDING, 0);
    assertLeft(ONE, Telling.stamp(2, 1));
  }

  @Test
  void aConditionThatWasToldFalse() {
    put(1, 2, ONE);
    add(Kind.REPLACE_IF, 3, 4, TWO, ONE, Outcome.NO, 0);
    assertImpossible();
  }

  @Test
  void aClearBetweenTheLookAndTheStoreOfOneOperation() {
    put(1, 2, ONE);
    add(Kind.INCREMENT, 3, 8, TWO, 0, Outcome.YES, ONE);
    clear(4, 5);
    get(6, 7, 0);
    get(9, 10, Telling.stamp(2, 1));
    assertLeft(Telling.stamp(2, 1));
  }

  @Test
  void aClearThatIsOverBeforeItDoesNotExcuseIt() {
    put(1, 2, ONE);
    clear(3, 4);
    add(Kind.INCREMENT, 5, 6, TWO, 0, Outcome.YES, ONE);
    assertImpossible();
  }

  @Test
  void aRefusedPutLeavesNothing() {
    put(1, 2, ONE);
    add(Kind.PUT, 3, 4, TWO, 0, Outcome.REFUSED, 0);
    assertLeft(0L);
  }

  @Test
  void anEntryIsThereUntilItExpiresAndNoLonger() {
    subject = Subject.CREATED;
    put(1, 2, ONE);
    millis = 1_400;
    get(3, 4, ONE);
    put(5, 6, TWO); // which does not make it live longer
    millis = 2_499;
    get(7, 8, TWO);
    assertLeft(TWO);
    millis = 2_500;
    get(9, 10, TWO);
    assertImpossible();
  }

  @Test
  void anEntryMayExpireASecondEarlyAndNotEarlier() {
    subject = Subject.CREATED;
    put(1, 2, ONE);
    millis = 1_500;
    get(3, 4, 0);
    assertLeft(0L);
    operations.clear();
    millis = 0;
    put(1, 2, ONE);
    millis = 1_499;
    get(3, 4, 0);
    assertImpossible();
  }

  @Test
  void anAccessMakesItLiveLonger() {
    subject = Subject.ACCESSED;
    put(1, 2, ONE);
    millis = 1_900;
    get(3, 4, ONE);
    millis = 3_800;
    get(5, 6, ONE);
    assertLeft(ONE);
    millis = 5_800;
    get(7, 8, ONE);
    assertImpossible();
  }

  @Test
  void theCacheOfASystemOfRecordHasItsValueOrNone() {
    subject = Subject.THROUGH;
    put(1, 2, ONE);
    add(Kind.GET_AND_PUT, 3, 4, TWO, 0, Outcome.YES, 0);
    clear(5, 6);
    get(7, 8, TWO);
    assertLeft(TWO);
    get(9, 10, ONE);
    assertImpossible();
  }
}
