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

import java.util.Objects;

/**
 * What decides whether a stored cache's entries may still be served when it is opened again. What
 * is not known is zero or empty.
 *
 * @param dataVersion what the application said its data is, when the cache was last opened
 * @param lastUseMillis when the cache was last known to be open, wall clock; it may have been open
 *     longer
 * @param birth tells this content from what the cache had before it was made, or cleared; of a
 *     cache that others live with
 * @param companionBirth the {@code birth} of the cache with which this one lives, when this one was
 *     last opened or cleared
 * @param outlivedKill whether the cache may have contents from before an unclean end of the pool,
 *     which was closed cleanly since
 */
public record Provenance(
    String dataVersion, long lastUseMillis, long birth, long companionBirth, boolean outlivedKill) {

  /** Nothing is known. */
  public static final Provenance UNKNOWN = new Provenance("", 0, 0, 0);

  /** That of contents which are all from after the last unclean end. */
  public Provenance(String dataVersion, long lastUseMillis, long birth, long companionBirth) {
    this(dataVersion, lastUseMillis, birth, companionBirth, false);
  }

  /** The same, in use at that time. */
  public Provenance usedAt(long millis) {
    return new Provenance(dataVersion, millis, birth, companionBirth, outlivedKill);
  }

  /** The same, with contents that are told from all before by {@code newBirth}. */
  public Provenance bornAs(long newBirth) {
    return new Provenance(dataVersion, lastUseMillis, newBirth, companionBirth, outlivedKill);
  }

  /** The same, living with contents of that birth. */
  public Provenance livingWith(long newCompanionBirth) {
    return new Provenance(dataVersion, lastUseMillis, birth, newCompanionBirth, outlivedKill);
  }

  /** The same, with contents that may be from before an unclean end, or not. */
  public Provenance outlivingKill(boolean did) {
    return new Provenance(dataVersion, lastUseMillis, birth, companionBirth, did);
  }

  /** A start of the JVM waits for the equality that a record has unless it is written out. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance that
        && dataVersion.equals(that.dataVersion)
        && lastUseMillis == that.lastUseMillis
        && birth == that.birth
        && companionBirth == that.companionBirth
        && outlivedKill == that.outlivedKill;
  }

  @Override
  public int hashCode() {
    return Objects.hash(dataVersion, lastUseMillis, birth, companionBirth, outlivedKill);
  }
}
