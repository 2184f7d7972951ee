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

import java.util.function.LongSupplier;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.allocator.record.RecordStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, as a stored cache is opened, whether its entries may still be served, and clears it if
 * not.
 *
 * <p>A kill at any point ends in a cleared cache: what the decision rests on is stored anew only
 * when the cache is durably empty, so that a later opening decides the same. The birth is changed
 * before, so that whoever lives with the cache is cleared too, whatever is configured by then.
 *
 * <p>That the pool was not closed cleanly counts until the cache has been cleared, however often it
 * is opened meanwhile: who keeps its entries decides that for himself, and the next one, who can't
 * stand what is older than the kill, would get it. As the pool is closed cleanly, that is written
 * down of each cache that has not been cleared.
 *
 * <p>For one thread at a time; it has claimed the cache, and no session has it open.
 */
final class FreshnessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(FreshnessCheck.class);

  private final RecordStore records;
  private final SpaceBudget budget;
  private final LongSupplier clock;
  private final boolean wasUnclean;

  /**
   * @param clock wall-clock milliseconds
   */
  FreshnessCheck(RecordStore records, SpaceBudget budget, LongSupplier clock) {
    this.records = records;
    this.budget = budget;
    this.clock = clock;
    this.wasUnclean = !records.recovery().clean();
  }

  /**
   * Examines a cache that is about to be opened, or needed by another one that is.
   *
   * @param companionBirth of the cache that it lives with, 0 for none
   * @return whether it was cleared
   */
  boolean examine(Share share, Freshness wanted, long companionBirth) {
    String reason = share.isNew() ? null : reason(share, wanted, companionBirth);
    if (reason != null) {
      changeBirth(share);
      LOG.info("Cache \"{}\" is cleared as it is opened: {}", share.stored().name(), reason);
      // Also if it seems empty: an entry that was evicted may come back until it is settled.
      budget.undisturbed(share, () -> share.clear(share::dropUnindexed, reason));
    }
    if (reason != null || share.isNew()) {
      share.sound();
    }
    String version = wanted.dataVersion() == null ? "" : wanted.dataVersion();
    long lastUse = wanted.maxDowntimeMillis() > 0 ? clock.getAsLong() : 0;
    share.change(
        stored ->
            stored.withProvenance(
                new Provenance(
                    version,
                    lastUse,
                    stored.provenance().birth(),
                    companionBirth,
                    !share.isSound() && stored.provenance().outlivedKill())));
    share.isNew(false);
    return reason != null;
  }

  private @Nullable String reason(Share share, Freshness wanted, long companionBirth) {
    Provenance known = share.stored().provenance();
    if (wanted.clearedWhenUnclean() && hasOutlivedKill(share, share.stored())) {
      return "the pool was not closed cleanly (on-unclean-open = clear)";
    }
    if (wanted.dataVersion() != null && !wanted.dataVersion().equals(known.dataVersion())) {
      String before = known.dataVersion().isEmpty() ? "unknown" : "\"" + known.dataVersion() + "\"";
      return "its data-version was " + before + " and is \"" + wanted.dataVersion() + "\"";
    }
    if (wanted.maxDowntimeMillis() > 0) {
      long downMillis = clock.getAsLong() - known.lastUseMillis();
      // Before that time, too: if the clock was set back nobody knows how long it was.
      if (Math.abs(downMillis) > wanted.maxDowntimeMillis()) {
        return known.lastUseMillis() == 0
            ? "nobody knows when it was last open (max-downtime)"
            : "it was last open " + downMillis + " ms ago (max-downtime)";
      }
    }
    if (wanted.companion() != null && known.companionBirth() != companionBirth) {
      return "cache \""
          + wanted.companion().name()
          + "\", with which it lives, has lost its contents (lives-with)";
    }
    return null;
  }

  private boolean hasOutlivedKill(Share share, CatalogueEntry stored) {
    return !share.isSound() && (wasUnclean || stored.provenance().outlivedKill());
  }

  /**
   * The pool is about to be closed cleanly, or copied: who opens it next can not see that it once
   * was not, and what nobody has opened since has yet to be examined for it.
   */
  void writeDownKill(Iterable<Share> shares) {
    for (Share share : shares) {
      share.change(
          stored ->
              stored.withProvenance(
                  stored.provenance().outlivingKill(hasOutlivedKill(share, stored))));
    }
  }

  /** What tells the contents of a cache from all that it had before. */
  long birth(Share share) {
    if (share.stored().provenance().birth() == 0) {
      renewBirth(share);
    }
    return share.stored().provenance().birth();
  }

  /** Gives it another birth, durably, if anybody has ever lived with it. */
  void changeBirth(Share share) {
    if (share.stored().provenance().birth() != 0) {
      renewBirth(share);
    }
  }

  /** Writes down with which birth of its companion the contents of a cache live. */
  void livesWith(Share share, long companionBirth) {
    share.change(stored -> stored.withProvenance(stored.provenance().livingWith(companionBirth)));
  }

  private void renewBirth(Share share) {
    long birth = newBirth();
    share.change(stored -> stored.withProvenance(stored.provenance().bornAs(birth)));
  }

  /** A birth that no cache has. */
  long newBirth() {
    return records.life().beginEpoch();
  }
}
