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

import org.jspecify.annotations.Nullable;

/**
 * A removal that shares a fence with others.
 *
 * @param stripe that of the key
 * @param entry the key's record; null if it has none: then none of its older ones may come back
 */
public record Removal(Stripe stripe, @Nullable EntryRef entry) {
  /**
   * Whether the whole queue of the stripe must be settled: there is no tombstone that hides the
   * key's older records, or it is of damaged bytes, fails its check and hides nothing.
   */
  boolean settlesAll() {
    return entry == null || entry.isDamaged();
  }
}
