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
package org.jcachepmem.examples.powercut;

import java.util.Arrays;
import javax.cache.Cache;

/**
 * What is left after a cut. With one writer it must be, for each key, what was there after one
 * operation, and that not an operation before the last acknowledged one.
 *
 * @param acknowledged the last operation that was told to have returned, -1 for none
 * @param recovered the operation after which the cache was as it is
 * @param entries how many the cache holds
 * @param wrong keys that read as something else
 */
record Verdict(long acknowledged, long recovered, int entries, int wrong) {

  static Verdict of(Cache<Long, byte[]> cache, long acknowledged) {
    int entries = 0;
    long highest = acknowledged;
    for (Cache.Entry<Long, byte[]> entry : cache) {
      entries++;
      highest = Math.max(highest, Operations.number(entry.getValue()));
    }
    int wrong = wrong(cache, highest);
    // A remove leaves no number behind: the operation after the highest may be one.
    int wrongIfOneMore = wrong == 0 ? 1 : wrong(cache, highest + 1);
    return wrongIfOneMore < wrong
        ? new Verdict(acknowledged, highest + 1, entries, wrongIfOneMore)
        : new Verdict(acknowledged, highest, entries, wrong);
  }

  boolean good() {
    return wrong == 0;
  }

  @Override
  public String toString() {
    return String.format(
        "last acknowledged %d, found as after %d: %d entries, %d keys wrong",
        acknowledged, recovered, entries, wrong);
  }

  private static int wrong(Cache<Long, byte[]> cache, long last) {
    int wrong = 0;
    for (long key = 0; key < Operations.KEYS; key++) {
      if (!Arrays.equals(cache.get(key), Operations.expected(key, last))) {
        wrong++;
      }
    }
    return wrong;
  }
}
