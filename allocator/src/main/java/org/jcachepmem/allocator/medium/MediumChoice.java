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
package org.jcachepmem.allocator.medium;

/** Which medium a pool asks for. */
public enum MediumChoice {
  /** libpmem if it loads, else the JDK's mapping, with one log line that says why. */
  AUTO,
  /** libpmem, or an error. */
  LIBPMEM,
  /** The JDK's own file mapping. */
  JDK,
  /** The Java heap: volatile, no file. */
  HEAP,
  /** A file without a name, mapped by the JDK: volatile, outside of the heap. */
  VOLATILE;

  /** Whether contents end with the process. */
  public boolean isVolatile() {
    return this == HEAP || this == VOLATILE;
  }
}
