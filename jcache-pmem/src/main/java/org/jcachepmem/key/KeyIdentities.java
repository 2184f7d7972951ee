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

/**
 * Makes the identities of one cache's keys. Thread safe.
 *
 * @param <K> the key type
 */
public interface KeyIdentities<K> {

  /** An identity for looking {@code key} up; it may refer to the caller's object. */
  KeyIdentity of(K key);

  /**
   * {@link KeyIdentity#indexKey} of an identity for looking {@code key} up, made without one if
   * that can be: then nothing is allocated.
   */
  default Object indexKey(K key) {
    return of(key);
  }

  /** The identity that an {@link #indexKey} stands for. */
  default KeyIdentity identity(Object indexKey) {
    return (KeyIdentity) indexKey;
  }

  /**
   * The identity of a stored key. For canonical keys this decodes nothing but numbers, UUIDs and
   * strings, and never fails.
   *
   * @throws RuntimeException if the key is not canonical and its bytes no longer deserialise
   */
  KeyIdentity ofStored(byte[] keyBytes);

  /** The key as a fresh object, never the caller's or the index's. */
  K key(KeyIdentity identity);

  /** Whether equal keys always have equal bytes. */
  boolean isCanonical();
}
