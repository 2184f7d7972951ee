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

import java.util.function.Consumer;

/** Takes the entries of a cache that is being cleared out of its index. */
@FunctionalInterface
public interface Dropper {

  /**
   * Removes each entry whose {@link RecordStore#epoch} is below {@code epoch}, on condition that
   * the index still maps its key to it, and hands it over. Newer entries were put after the clear:
   * they stay. Returns when older ones that are being evicted are gone from the index, too.
   */
  void dropOlderThan(long epoch, Consumer<EntryRef> dropped);
}
