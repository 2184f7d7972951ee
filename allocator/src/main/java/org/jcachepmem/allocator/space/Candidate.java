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
package org.jcachepmem.allocator.space;

import java.util.Comparator;

/**
 * A chunk that may be emptied, as it was when it was looked at without its lock.
 *
 * @param isRecent whether it got its class lately
 * @param stuckBytes what can't move to other chunks of the class
 * @param takenBytes what is to be moved
 */
record Candidate(Chunk chunk, int sizeClass, boolean isRecent, long stuckBytes, long takenBytes) {
  static final Comparator<Candidate> CHEAPEST_FIRST =
      Comparator.comparing(Candidate::isRecent)
          .thenComparingLong(Candidate::stuckBytes)
          .thenComparingLong(Candidate::takenBytes);
}
