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

/**
 * The heap has no room even for the table of what recovery finds, about 20 bytes an entry. Nothing
 * of the pool is lost.
 */
public final class HeapTooSmallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeapTooSmallException(long entries, OutOfMemoryError cause) {
    super(message(entries, Runtime.getRuntime().maxMemory() >> 20), cause);
  }

  private static String message(long entries, long heapMib) {
    return "it has more entries than this JVM's heap of "
        + heapMib
        + " MiB can list: there was no room after "
        + entries
        + " of one cache. Start with -Xmx"
        + heapMib * 2
        + "m or more; the pool was left as it was";
  }
}
