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

import java.nio.file.Path;
import java.util.List;
import org.jcachepmem.allocator.record.SnapshotReport;
import org.jcachepmem.allocator.space.ClassCensus;

/**
 * An open pool as one sees it who watches and keeps it: whatever session opened it, from its
 * opening to its closing. Afterwards every method throws {@link IllegalStateException}. Thread
 * safe.
 */
public interface PoolView {

  /** The pool in figures. */
  PoolFigures figures();

  /** What its size classes are used for, those that have chunks; none before it is recovered. */
  List<ClassCensus> sizeClasses();

  /**
   * Makes the pool larger while it is used; for all of its sessions. Durable on return; a crash
   * leaves it as it was or grown.
   *
   * @param newSizeBytes bytes of the whole pool, rounded up to whole pages
   * @throws IllegalArgumentException if that gains nothing
   * @throws javax.cache.CacheException if there is no room for it, or the medium has failed
   */
  void grow(long newSizeBytes);

  /**
   * Copies the pool to a new file, as it is at one instant between call and return, while it is
   * used. The file is a pool that was closed cleanly.
   *
   * @param isSharing whether the file shares the pool's storage where the file system can do that;
   *     stores to what is shared need room on the file system from then on
   * @throws javax.cache.CacheException if there is something at {@code file}, no room for it, or a
   *     medium has failed; there is no new file then
   */
  SnapshotReport snapshot(Path file, boolean isSharing);
}
