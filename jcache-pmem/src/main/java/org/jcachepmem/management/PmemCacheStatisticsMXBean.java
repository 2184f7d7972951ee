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
package org.jcachepmem.management;

import javax.cache.management.CacheStatisticsMXBean;

/** The statistics of JSR-107, and what a persistent cache adds to them. */
public interface PmemCacheStatisticsMXBean extends CacheStatisticsMXBean {

  /**
   * Entries dropped because their value could no longer be decoded, such as after a class changed.
   */
  long getDecodeFailures();

  /** Entries dropped because their bytes did not match their checksum. */
  long getDamagedEntries();

  /**
   * Entries that the cache has now, expired ones included; 0 while its pool is being recovered in
   * the background.
   */
  long getEntries();

  /** Entries found in the pool when the cache was opened. */
  long getRecoveredEntries();

  /** Puts refused because nothing could be evicted to make room. */
  long getRefusedPuts();
}
