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
package org.jcachepmem;

/**
 * Arrays for the bytes of values that are decoded at once and keep none of them: one for each
 * thread and length. Thread safe.
 */
final class ValueBuffers {
  /** Longest such value. */
  static final int MAX_BYTES = 16;

  private static final ThreadLocal<byte[][]> OWN =
      ThreadLocal.withInitial(() -> new byte[MAX_BYTES + 1][]);

  private ValueBuffers() {}

  /** The calling thread's array of that length, until it asks for the next. */
  static byte[] own(int lengthBytes) {
    byte[][] buffers = OWN.get();
    byte[] buffer = buffers[lengthBytes];
    if (buffer == null) {
      buffer = new byte[lengthBytes];
      buffers[lengthBytes] = buffer;
    }
    return buffer;
  }
}
