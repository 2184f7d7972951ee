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
package org.jcachepmem.key;

import java.util.Arrays;
import java.util.UUID;
import javax.cache.CacheException;
import org.jcachepmem.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A key whose object an index keeps as it is, so that a lookup neither writes bytes nor makes an
 * object. For that it is immutable, equal exactly to the keys that have the same bytes, and takes
 * no more heap than an identity of its bytes would: which short strings do.
 */
final class NaturalKey extends CanonicalKey {

  /** A string of more is natural, in whatever form it is stored. */
  static final int SHORT_STRING_CHARS = 16;

  private final Codec<Object> codec;
  private final Object key;
  private volatile byte @Nullable [] bytes;

  NaturalKey(Codec<Object> codec, Object key) {
    this(codec, key, null);
  }

  private NaturalKey(Codec<Object> codec, Object key, byte @Nullable [] bytes) {
    this.codec = codec;
    this.key = key;
    this.bytes = bytes;
  }

  /**
   * Whether the key is natural, in a cache whose keys of that class are canonical. The index takes
   * its own hash code as it is. So numbers that are put together of two, whose halves cancel each
   * other out in it by the thousand, are none, nor are UUIDs without a version, which no generator
   * made.
   */
  static boolean isNatural(Object key) {
    if (key instanceof String string) {
      return string.length() > SHORT_STRING_CHARS;
    }
    if (key instanceof Long number) {
      return number.intValue() == number;
    }
    return key instanceof UUID uuid ? uuid.version() != 0 : mayBeNatural(key.getClass());
  }

  /** Whether a key of that class may be natural. */
  static boolean mayBeNatural(Class<?> type) {
    return type == String.class
        || type == Long.class
        || type == Integer.class
        || type == UUID.class
        || type == Short.class
        || type == Byte.class
        || type == Character.class;
  }

  /**
   * The natural key with these bytes; null if it is none, or the bytes are not those that the codec
   * writes of it: two keys of one pool must not be equal and have different bytes.
   *
   * @param codec of bytes whose objects {@link #mayBeNatural}
   */
  static @Nullable NaturalKey ofStored(Codec<Object> codec, byte[] bytes) {
    Object key;
    try {
      key = codec.decode(bytes);
    } catch (CacheException e) {
      return null; // as good as any other bytes, until the application asks for the key
    }
    return isNatural(key) && isWritten(codec, key, bytes)
        ? new NaturalKey(codec, key, bytes)
        : null;
  }

  /** All but strings have one form only, of one length. */
  private static boolean isWritten(Codec<Object> codec, Object key, byte[] bytes) {
    return !(key instanceof String) || Arrays.equals(codec.encode(key), bytes);
  }

  /** The key itself. */
  Object key() {
    return key;
  }

  @Override
  public Object indexKey() {
    return key;
  }

  @Override
  public byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = codec.encode(key);
      bytes = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof NaturalKey that && key.equals(that.key));
  }

  @Override
  public int hashCode() {
    return Hashes.spread(key.hashCode() * Hashes.GOLDEN);
  }
}
