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
package org.jcachepmem.management;

/**
 * How an operation on one entry ended, and what the specification's table of statistics makes of
 * it.
 *
 * <p>Not in the table because nothing is counted: containsKey, clear, loadAll, and an entry that a
 * loader stores (the get that asked for it is the miss).
 */
public enum Outcome {
  /**
   * get, getAll, iteration, an entry processor's entry; putIfAbsent or replace that found another
   * value.
   */
  HIT(1, 0, 0, 0),
  /** The same without an entry. */
  MISS(0, 1, 0, 0),
  /** put, putAll; what an entry processor set. */
  PUT(0, 0, 1, 0),
  /** getAndPut, replace, getAndReplace of an entry that was there. */
  HIT_AND_PUT(1, 0, 1, 0),
  /** getAndPut, putIfAbsent of an entry that was not there. */
  MISS_AND_PUT(0, 1, 1, 0),
  /** remove, removeAll, iterator removal; what an entry processor removed. */
  REMOVAL(0, 0, 0, 1),
  /** getAndRemove, and remove that compares, of an entry that was there. */
  HIT_AND_REMOVAL(1, 0, 0, 1),
  /** A remove without entry; a put that expired at once. */
  NOTHING(0, 0, 0, 0);

  final int hits;
  final int misses;
  final int puts;
  final int removals;

  Outcome(int hits, int misses, int puts, int removals) {
    this.hits = hits;
    this.misses = misses;
    this.puts = puts;
    this.removals = removals;
  }

  /** Whether the operation looked an entry up, as the average get time means it. */
  boolean isGet() {
    return hits + misses > 0;
  }
}
