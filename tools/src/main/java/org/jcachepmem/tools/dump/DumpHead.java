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
package org.jcachepmem.tools.dump;

import java.util.UUID;
import org.jcachepmem.allocator.layout.Geometry;

/**
 * What a pool was that contents come from.
 *
 * @param creationMillis when it was made: expiry times are kept in whole seconds since then
 * @param mostCaches how many caches it could have
 */
public record DumpHead(UUID uuid, long creationMillis, long poolBytes, int mostCaches) {

  /** The head of a pool with that geometry. */
  public static DumpHead of(Geometry geometry) {
    return new DumpHead(
        geometry.uuid(), geometry.creationMillis(), geometry.poolBytes(), geometry.cacheIds() - 1);
  }
}
