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
package org.jcachepmem.benchmarks.peers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The keys of a run: 8 bytes as a Long, or 17 as a String. */
public enum KeyKind {
  /** A {@link Long}. */
  LONG(Long.class, Long.BYTES) {
    @Override
    public Object key(long number) {
      return number;
    }

    @Override
    public byte[] bytes(Object key) {
      return ByteBuffer.allocate(Long.BYTES).putLong((Long) key).array();
    }
  },

  /** A {@link String} such as {@code user:000000000042}. */
  STRING(String.class, 17) {
    @Override
    public Object key(long number) {
      StringBuilder digits = new StringBuilder().append(number);
      return "user:" + "0".repeat(12 - digits.length()) + digits;
    }

    @Override
    public byte[] bytes(Object key) {
      return ((String) key).getBytes(StandardCharsets.UTF_8);
    }
  };

  private final Class<?> type;
  private final int lengthBytes;

  KeyKind(Class<?> type, int lengthBytes) {
    this.type = type;
    this.lengthBytes = lengthBytes;
  }

  /** The keys' class, as the types of caches want it: every key of this kind is of it. */
  @SuppressWarnings("unchecked") // only keys of this kind are given to a peer opened with it
  public Class<Object> type() {
    return (Class<Object>) type;
  }

  /** Bytes of a key. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** The key of a number from 0 to 10^12 - 1. */
  public abstract Object key(long number);

  /** A key as stores of bytes want it. */
  public abstract byte[] bytes(Object key);
}
