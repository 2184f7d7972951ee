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

/** Moves the catalogue's entries without a lack of room, which seldom chooses them. */
public final class CatalogueRelocation {
  private static final int SLOTS_START_AT = 16;

  private CatalogueRelocation() {}

  /** Moves each entry at least once, if there are free slots of its size. */
  public static void everyEntry(RecordStore records) {
    for (long at = 0; at < records.pool().medium().sizeBytes(); at += SLOTS_START_AT) {
      records.catalogue().relocate(at);
    }
  }
}
