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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clears the open caches that live with one that loses its contents while the pool is open.
 *
 * <p>When the loss begins, the birth of the cache is changed durably: from there on, after a crash
 * at any point, whatever lives with it is cleared when it is next opened, also what is not open
 * now. Then the open ones are cleared, so that nobody finds their contents without those of the
 * other. When the loss has ended they are cleared again, because of what was put meanwhile. Only
 * then, and only if no other loss of the same cache is under way, is the new birth written down as
 * the one that they live with.
 *
 * <p>For holders of {@link SharedPool}'s freshening lock. Nobody holds that while contents are
 * being lost, which may be foreign code.
 */
final class Losses {
  private final FreshnessCheck freshness;
  private final Map<CacheIdentity, Integer> underWay = new HashMap<>();

  /** With which cache those live that are open, or are being opened. */
  private final Map<Share, CacheIdentity> companions = new HashMap<>();

  Losses(FreshnessCheck freshness) {
    this.freshness = freshness;
  }

  // ---- opening and closing what lives with another cache

  /** The cache is being opened, and lives with {@code companion}, or with none. */
  void opens(Share share, @Nullable CacheIdentity companion) {
    if (companion == null) {
      companions.remove(share);
    } else {
      companions.put(share, companion);
    }
  }

  /**
   * The birth with which a cache that is being opened lives: while contents are being lost, one
   * that its companion will never have.
   */
  long birth(CacheIdentity companion, Share share) {
    return underWay.containsKey(companion) ? freshness.newBirth() : freshness.birth(share);
  }

  /**
   * The cache is open. Clears it if its companion has lost contents since it was examined.
   *
   * @param companion null if there is none any more
   */
  void opened(Share share, CacheIdentity identity, @Nullable Share companion) {
    long birth = settledBirth(identity, companion);
    if (birth == 0 || share.stored().provenance().companionBirth() != birth) {
      clear(share, birth);
    }
  }

  /** The cache is about to close: it is not touched any more, and cleared as it is next opened. */
  void closes(Share share) {
    companions.remove(share);
  }

  // ---- losing contents

  /**
   * The cache of that identity is about to lose contents. If this throws, it must not.
   *
   * @param share its own, null if there is no such cache yet
   */
  void begin(CacheIdentity lost, @Nullable Share share) {
    underWay.merge(lost, 1, Integer::sum);
    boolean begun = false;
    try {
      if (share != null) {
        freshness.changeBirth(share);
      }
      clearWhatLivesWith(lost);
      begun = true;
    } finally {
      if (!begun) {
        endOne(lost);
      }
    }
  }

  /** The loss that began is over, whether or not it succeeded. */
  void end(CacheIdentity lost, @Nullable Share share) {
    endOne(lost);
    lost(lost, share);
  }

  private void endOne(CacheIdentity lost) {
    underWay.computeIfPresent(lost, (identity, count) -> count == 1 ? null : count - 1);
  }

  /** The cache has lost its contents, and has another birth. */
  void lost(CacheIdentity lost, @Nullable Share share) {
    List<Share> dependents = openWith(lost);
    if (!dependents.isEmpty()) {
      long birth = settledBirth(lost, share);
      dependents.forEach(dependent -> clear(dependent, birth));
    }
  }

  /** Clears what lives with a cache that will be cleared or destroyed at once. */
  void clearWhatLivesWith(CacheIdentity companion) {
    openWith(companion).forEach(dependent -> clear(dependent, 0));
  }

  private List<Share> openWith(CacheIdentity companion) {
    List<Share> open = new ArrayList<>();
    companions.forEach(
        (share, identity) -> {
          if (identity.equals(companion)) {
            open.add(share);
          }
        });
    return open;
  }

  /** The birth of a cache that is losing nothing now, or 0. */
  private long settledBirth(CacheIdentity identity, @Nullable Share share) {
    boolean isSettled = share != null && !share.isDying() && !underWay.containsKey(identity);
    return isSettled ? freshness.birth(share) : 0;
  }

  /** Clears a cache, and if {@code birth} is not 0, writes down that it lives with that. */
  private void clear(Share share, long birth) {
    PooledEntries store = share.store();
    if (store != null) { // else it is being opened, and looks itself when it is
      store.clear("the cache with which it lives has lost contents (lives-with)");
      if (birth != 0) {
        freshness.livesWith(share, birth);
      }
    }
  }
}
