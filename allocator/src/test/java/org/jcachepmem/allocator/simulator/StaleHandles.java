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
package org.jcachepmem.allocator.simulator;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;

/**
 * Handles that are no longer their key's: they read what they were or nothing, and change nothing.
 */
final class StaleHandles {
  private static final int MOST = 8;

  /** The last ones first. */
  private final Deque<Stale> stale = new ArrayDeque<>();

  private record Stale(Key key, EntryRef entry, Content content) {}

  /** From now on the handle, which read as {@code content}, is no longer its key's. */
  void add(Key key, EntryRef entry, Content content) {
    stale.addFirst(new Stale(key, entry, content));
    if (stale.size() > MOST) {
      stale.removeLast();
    }
  }

  /** Uses each of them as somebody would who has kept it. */
  void use(RecordStore records) {
    for (Stale each : stale) {
      byte[] value = records.readValue(each.entry);
      if (value != null && !Arrays.equals(value, each.content.value())) {
        throw new AssertionError("a handle of before reads foreign bytes, " + each.key);
      }
      Stripe stripe = records.stripe(each.key.hash());
      stripe.lock();
      try {
        if (each.entry.canExpire()) {
          records.storeExpiry(stripe, each.entry, Inspection.millis(1_999_999), false);
        }
        if (records.retire(stripe, each.entry)) {
          throw new AssertionError("retired again, " + each.key);
        }
      } finally {
        stripe.unlock();
      }
    }
  }
}
