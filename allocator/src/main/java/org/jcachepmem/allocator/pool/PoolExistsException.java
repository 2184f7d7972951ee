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
package org.jcachepmem.allocator.pool;

import java.nio.file.Path;

/** A pool can't be made, because something is at its path. */
public final class PoolExistsException extends PoolException {
  private static final long serialVersionUID = 1L;

  PoolExistsException(Path path) {
    super(
        path,
        "no file where the pool is to be made",
        "one",
        "Give a name that is not taken, or remove the file",
        null);
  }
}
