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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Marks what waits in the queues of all stripes DEAD, in the order of the medium instead of theirs,
 * so that records whose directory entries are in one page share its write-back. This is how records
 * are settled where a fence writes pages: marks that ride on a put would be in pages of their own,
 * of which each costs as much as the put's.
 *
 * <p>No stripe is held while the fence waits. Marks may become durable in any order, because each
 * hides whatever is older; slots are given back in the order of the queue, by who holds the stripe.
 */
final class Sweep {
  private static final int PAGE_SHIFT = 12;

  private final Stripe[] stripes;
  private final Settler settler;
  private final Commits commits;
  private final int pages;

  /**
   * @param pages how many pages of directories one fence writes back, at most
   */
  Sweep(Stripe[] stripes, Settler settler, Commits commits, int pages) {
    this.stripes = stripes;
    this.settler = settler;
    this.commits = commits;
    this.pages = pages;
  }

  /**
   * Marks what waits, but for the records of stripes that are held, and gives back the slots that
   * this makes free. The caller holds no stripe.
   *
   * @return whether a slot was given back
   * @throws InternalError at the end, if there are records whose directory entries can't be read:
   *     these stay in their queues
   */
  boolean run() {
    List<Waiting> waiting = waiting();
    List<InternalError> unreadable = new ArrayList<>();
    int from = 0;
    while (from < waiting.size()) {
      int to = endOfGroup(waiting, from);
      markDurably(waiting.subList(from, to), unreadable);
      from = to;
    }
    boolean any = finishAll();
    if (!unreadable.isEmpty()) {
      throw unreadable.get(0);
    }
    return any;
  }

  private boolean finishAll() {
    boolean any = false;
    for (Stripe stripe : stripes) {
      if (!stripe.queue.isEmpty() && stripe.tryLock()) {
        try {
          any |= settler.finishSwept(stripe);
        } finally {
          stripe.unlock();
        }
      }
    }
    return any;
  }

  /** What waits without a durable mark, in the order of its directory entries. */
  private List<Waiting> waiting() {
    List<Waiting> found = new ArrayList<>();
    for (Stripe stripe : stripes) {
      for (Retired retired : stripe.queue) {
        if (!retired.isSwept()) {
          found.add(new Waiting(stripe, retired));
        }
      }
    }
    found.sort(Comparator.comparingLong(each -> each.retired().at()));
    return found;
  }

  private int endOfGroup(List<Waiting> waiting, int from) {
    int to = from;
    long page = -1;
    for (int used = 0; to < waiting.size(); to++) {
      long next = waiting.get(to).retired().at() >>> PAGE_SHIFT;
      if (next != page && ++used > pages) {
        break;
      }
      page = next;
    }
    return to;
  }

  private void markDurably(List<Waiting> group, List<InternalError> unreadable) {
    List<Retired> marked = new ArrayList<>(group.size());
    for (Waiting each : group) {
      // Who holds a stripe may hold it for as long as a fence takes.
      if (each.stripe().tryLock()) {
        try {
          if (settler.markQueued(each.retired())) {
            marked.add(each.retired());
          }
        } catch (InternalError e) {
          unreadable.add(e);
        } finally {
          each.stripe().unlock();
        }
      }
    }
    if (!marked.isEmpty()) {
      commits.fence();
      marked.forEach(Retired::sweep);
    }
  }

  /** A queued record, and whose queue it is. */
  private record Waiting(Stripe stripe, Retired retired) {}
}
