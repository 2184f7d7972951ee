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

import org.jspecify.annotations.Nullable;

/**
 * What a pool is called in messages and figures.
 *
 * @param path null for a volatile pool
 * @param durability as in {@link PoolFigures#durability()}
 */
record PoolDescription(@Nullable String path, String durability) {

  /** The pool in a message. */
  String name() {
    return path == null ? "(volatile)" : path;
  }
}
