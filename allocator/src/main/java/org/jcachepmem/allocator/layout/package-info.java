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
/**
 * The floor plan: offsets, lengths and bit fields of a pool, and no behaviour. Little endian
 * throughout.
 *
 * <pre>
 * 0        superblock A            {@link org.jcachepmem.allocator.layout.SuperblockLayout}
 * 4096     superblock B
 * 8192     hot words               {@link org.jcachepmem.allocator.layout.HotWordLayout}
 * 12288    minEpoch of each cache
 * ...      segments, each: [chunk table: one line a chunk][chunks, aligned to their size]
 *                                  {@link org.jcachepmem.allocator.layout.ChunkLayout}
 *          chunk: [directory: 32 bytes a slot][slots of one size class]
 *                                  {@link org.jcachepmem.allocator.layout.DirectoryLayout}
 *          slot: [key bytes][value bytes], or an extent list
 *                                  {@link org.jcachepmem.allocator.layout.ExtentLayout}
 *          the catalogue of caches is the records of cache id 0
 *                                  {@link org.jcachepmem.allocator.layout.CatalogueLayout}
 * </pre>
 *
 * A chunk's number is its offset divided by the chunk size, which is a power of two; chunks never
 * straddle a multiple of 1 GiB.
 */
@NullMarked
package org.jcachepmem.allocator.layout;

import org.jspecify.annotations.NullMarked;
