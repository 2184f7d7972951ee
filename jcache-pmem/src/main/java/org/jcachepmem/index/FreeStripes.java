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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jcachepmem.allocator.record.Stripe;

/**
 * The stripes of several keys, for one call: the first one is taken by waiting and the others only
 * if nobody holds them. So there is no circle of waiting threads, and what waits for a stripe does
 * not wait for all of them.
 */
final class FreeStripes {
  private FreeStripes() {}

  /**
   * Works on those of {@code items} whose stripes are free, at least the first one, while their
   * stripes are held; returns them. Called again for the others, the first that was busy is waited
   * for.
   */
  static <T> List<T> work(
      List<T> items, Function<? super T, Stripe> stripeOf, Consumer<? super List<T>> work) {
    List<T> held = new ArrayList<>(items.size());
    Stripe[] locked = new Stripe[items.size()];
    int count = 0;
    try {
      for (T each : items) {
        Stripe stripe = stripeOf.apply(each);
        if (count == 0) {
          stripe.lock();
        } else if (!stripe.tryLock()) {
          continue;
        }
        locked[count++] = stripe;
        held.add(each);
      }
      work.accept(held);
      return held;
    } finally {
      while (count > 0) { // which allocates nothing, if the heap is full
        locked[--count].unlock();
      }
    }
  }
}
