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

import java.io.IOException;
import java.util.Objects;

/** Whether this JVM lets anybody at memory outside of its heap. */
final class MemoryAccess {
  private MemoryAccess() {}

  /**
   * To be asked before the first address: a JVM that refuses says so when Chronicle's class starts.
   *
   * @throws IOException if it refuses, with the flag that helps
   */
  static void require() throws IOException {
    try {
      Objects.requireNonNull(RawMemory.MEMORY);
    } catch (LinkageError e) {
      throw new IOException(
          "this JVM refuses memory access by sun.misc.Unsafe; start it with"
              + " --sun-misc-unsafe-memory-access=allow",
          e);
    }
  }
}
