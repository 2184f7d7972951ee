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

/**
 * One operation on one key, or on all of a cache, as the journal has it. Begin and end are places
 * in one order of all begins and ends of a life, which agrees with real time.
 *
 * @param key the key's number, or {@link #ALL}
 * @param end {@link Long#MAX_VALUE} if it did not return
 * @param beginMillis the wall clock, before
 * @param endMillis the wall clock, after; of one that did not return, a time when the JVM was dead
 * @param stamp of the value that it would store, with a counter of 0; or 0
 * @param expected of the value that it compared with, or 0
 * @param found of the value that it returned; 0 if it returned none
 */
record Operation(
    Subject subject,
    int key,
    Kind kind,
    long begin,
    long end,
    long beginMillis,
    long endMillis,
    long stamp,
    long expected,
    Outcome outcome,
    long found) {

  static final int ALL = -1;

  boolean isPending() {
    return outcome == Outcome.PENDING;
  }

  @Override
  public String toString() {
    return "%s key %d: %s stamp=%x expected=%x -> %s found=%x, ticks %d to %s, at %d to %d ms"
        .formatted(
            subject,
            key,
            kind,
            stamp,
            expected,
            outcome,
            found,
            begin,
            isPending() ? "death" : Long.toString(end),
            beginMillis,
            endMillis);
  }
}
