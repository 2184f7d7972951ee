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

import javax.cache.CacheException;
import org.jcachepmem.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A key that compares as an object. A lookup refers to the caller's object and serialises it only
 * if the bytes are asked for; a kept one has an object of its own, decoded from the bytes, and
 * makes the bytes again when needed (they may then differ from those stored, which is why nothing
 * compares them).
 */
final class ObjectKey<K> extends KeyIdentity {

  private final Codec<K> codec;
  private final K key;
  private final int hash;
  private final boolean own;
  private volatile byte @Nullable [] bytes;

  private ObjectKey(Codec<K> codec, K key, boolean own, byte @Nullable [] bytes) {
    this.codec = codec;
    this.key = key;
    this.hash = Hashes.spread(key.hashCode() * Hashes.GOLDEN);
    this.own = own;
    this.bytes = bytes;
  }

  static <K> ObjectKey<K> lookup(Codec<K> codec, K key) {
    return new ObjectKey<>(codec, key, false, null);
  }

  static <K> ObjectKey<K> stored(Codec<K> codec, byte[] bytes) {
    K key = codec.decode(bytes.clone());
    try {
      return new ObjectKey<>(codec, key, true, bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw new CacheException(
          "A stored key of " + key.getClass().getName() + " has no hash code, so nobody finds it",
          e);
    }
  }

  @Override
  public byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = codec.encode(key);
      if (!own) {
        bytes = known; // a kept key stays small instead
      }
    }
    return known;
  }

  /** A fresh object, equal to the key. */
  K fresh() {
    return codec.decode(bytes().clone());
  }

  /**
   * {@inheritDoc}
   *
   * @throws CacheException if the key is not equal to its own copy, or can't be compared with it,
   *     so that nobody would find it again
   */
  @Override
  public KeyIdentity detached() {
    if (own && bytes == null) {
      return this;
    }
    ObjectKey<K> kept = new ObjectKey<>(codec, own ? key : fresh(), true, null);
    if (!equalsCopy(kept)) {
      throw new CacheException(
          "A key of "
              + key.getClass().getName()
              + " is not equal to its serialised copy, so it could never be found again:"
              + " the class needs equals and hashCode over what it serialises");
    }
    return kept;
  }

  private boolean equalsCopy(ObjectKey<K> copy) {
    try {
      return copy.equals(this);
    } catch (RuntimeException | StackOverflowError e) {
      throw new CacheException(
          "A key of "
              + key.getClass().getName()
              + " can't be compared with its serialised copy, so nobody would find it again: its"
              + " equals threw "
              + e,
          e);
    }
  }

  @Override
  public boolean isCanonical() {
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ObjectKey<?> that && hash == that.hash && key.equals(that.key));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return KeyText.of(key);
  }
}
