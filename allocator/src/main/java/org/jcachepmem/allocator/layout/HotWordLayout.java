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
package org.jcachepmem.allocator.layout;

/**
 * The words that change while a pool is open, each a {@link SealedWord} in a cache line of its own,
 * and the table of the epochs before which each cache's records count no more.
 *
 * <pre>
 *  8192 session epoch: records are written under it
 *  8256 settled epoch: LIVE records of it or an older one are known to be whole
 *  8320 clean state: 1 + the last epoch after a clean close, 0 while the pool is in use
 * 12288 minEpoch of cache id 0, 1, ... : 8 bytes each
 * </pre>
 */
public final class HotWordLayout {
  public static final long SESSION_EPOCH = 8192;
  public static final long SETTLED_EPOCH = 8256;
  public static final long CLEAN_STATE = 8320;
  public static final long MIN_EPOCHS = 12288;
  public static final int MIN_EPOCH_BYTES = 8;

  private HotWordLayout() {}

  /** Where the minEpoch of {@code cacheId} is. */
  public static long minEpoch(int cacheId) {
    return MIN_EPOCHS + (long) cacheId * MIN_EPOCH_BYTES;
  }

  /** The first byte behind the table of {@code cacheIds} caches. */
  public static long end(int cacheIds) {
    return Bytes.alignUp(minEpoch(cacheIds), ChunkLayout.LINE_BYTES);
  }
}
