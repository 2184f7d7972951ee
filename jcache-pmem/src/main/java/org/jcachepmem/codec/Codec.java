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
package org.jcachepmem.codec;

/**
 * Turns objects of one type into bytes and back. Thread safe.
 *
 * @param <T> what it writes and reads
 */
public interface Codec<T> {

  /**
   * A stable name kept in the pool, such as {@code string}: at most 64 characters of {@code
   * [a-z0-9.-]}.
   */
  String id();

  /** The version of the byte format, kept in the pool with {@link #id()}. */
  int version();

  /** Whether equal objects always have equal bytes and different objects different ones. */
  boolean isCanonical();

  /**
   * The object as bytes. May return an array that the object itself holds: it is read before the
   * call that needed it returns, and never changed.
   *
   * @throws javax.cache.CacheException if the object can't be written, or could not be read back
   */
  byte[] encode(T object);

  /**
   * The object of {@link #encode}d bytes. Takes ownership of {@code bytes}.
   *
   * @throws javax.cache.CacheException if the bytes are not of this codec, or their class is gone
   *     or refused
   */
  T decode(byte[] bytes);
}
