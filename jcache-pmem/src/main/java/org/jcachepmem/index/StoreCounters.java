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

/**
 * What a store did by itself since it was attached.
 *
 * @param evictions entries dropped to make room
 * @param damaged entries dropped because their bytes did not match their checksum, or because their
 *     key can't be decoded any more
 * @param recovered entries found in the pool when the store was attached
 * @param refused puts refused because nothing could be evicted
 */
public record StoreCounters(long evictions, long damaged, long recovered, long refused) {}
