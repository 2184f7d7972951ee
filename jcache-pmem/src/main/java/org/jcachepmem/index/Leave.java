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

/** How a session leaves its pool. */
@FunctionalInterface
interface Leave {

  /**
   * Closes the pool if this was the last session. If it is not, runs {@code park} first, which
   * hands what the session leaves behind to the others.
   */
  void leave(Runnable park);

  /** Whether no other session has the pool open now; one may come at any time. */
  default boolean isLast() {
    return true;
  }
}
