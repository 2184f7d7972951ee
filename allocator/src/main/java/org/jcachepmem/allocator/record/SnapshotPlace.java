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
import org.jcachepmem.allocator.medium.Medium;

/** Where a snapshot is made. */
@FunctionalInterface
public interface SnapshotPlace {
  /**
   * Has {@code write} store a pool of {@code sizeBytes} on a medium of as many bytes, all zero. If
   * that throws there is half a pool or none, of which nothing is kept.
   */
  void make(long sizeBytes, Consumer<Medium> write);
}
