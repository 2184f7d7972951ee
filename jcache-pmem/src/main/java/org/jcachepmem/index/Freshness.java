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

import org.jcachepmem.allocator.record.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * When a cache's entries may not be served any more, so that it is cleared as it is opened.
 *
 * @param clearedWhenUnclean when the pool was not closed cleanly
 * @param dataVersion when the cache was last opened with another one; null for whatever version
 * @param maxDowntimeMillis when nobody has had it open for longer; 0 for however long
 * @param companion when that cache of the same namespace lost its contents; null for none
 */
public record Freshness(
    boolean clearedWhenUnclean,
    @Nullable String dataVersion,
    long maxDowntimeMillis,
    @Nullable Companion companion) {

  /** Entries may always be served. */
  public static final Freshness ANY = new Freshness(false, null, 0, null);

  /** Whether entries of a pool that was closed cleanly may be served before anything is asked. */
  boolean isSureAfterCleanClose() {
    return dataVersion == null && maxDowntimeMillis == 0 && companion == null;
  }

  /** Whether that may have been written before an end that counts. */
  boolean isSureOf(Provenance provenance) {
    return !clearedWhenUnclean || !provenance.outlivedKill();
  }

  /**
   * A cache whose contents another one needs.
   *
   * @param freshness of the companion itself, which has none of its own
   */
  public record Companion(String name, Freshness freshness) {}
}
