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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/** Values that say what they are, so that a torn or misplaced one is seen. */
final class Values {
  private Values() {}

  /** A value of the key, of at least 8 bytes. */
  static byte[] of(String key, int value, int length) {
    byte[] bytes = new byte[Math.max(8, length)];
    int filler = key.hashCode() * 31 + value;
    for (int i = 8; i < bytes.length; i++) {
      bytes[i] = (byte) (filler + i);
    }
    ByteBuffer.wrap(bytes).putInt(0, key.hashCode()).putInt(4, value);
    return bytes;
  }

  /** The value in {@code bytes}, which must be whole and of that key. */
  static int check(String key, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertEquals(key.hashCode(), buffer.getInt(0), "a value of another key");
    int value = buffer.getInt(4);
    int filler = key.hashCode() * 31 + value;
    for (int i = 8; i < bytes.length; i++) {
      assertEquals((byte) (filler + i), bytes[i], "torn");
    }
    return value;
  }

  /** Mostly small, sometimes large. */
  static int length(Random random) {
    return random.nextInt(1 << (3 + random.nextInt(13)));
  }

  static byte @Nullable [] read(EntryStore store, KeyIdentity key) {
    while (true) {
      EntryRef entry = store.find(key);
      if (entry == null) {
        return null;
      }
      byte[] value = store.read(entry);
      if (value != null) {
        return value;
      }
    }
  }
}
