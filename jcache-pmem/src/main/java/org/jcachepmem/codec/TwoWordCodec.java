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

import java.util.function.ToLongFunction;

/**
 * A canonical codec of objects that are two little-endian words: 8 bytes and 1 to 8 more.
 *
 * @param <T> what it writes and reads
 */
public final class TwoWordCodec<T> extends CanonicalCodec<T> {

  private final int secondWidthBytes;
  private final ToLongFunction<T> first;
  private final ToLongFunction<T> second;
  private final Maker<T> maker;

  TwoWordCodec(
      String id,
      int tag,
      Class<T> type,
      int secondWidthBytes,
      ToLongFunction<T> first,
      ToLongFunction<T> second,
      Maker<T> maker) {
    super(id, tag, type);
    this.secondWidthBytes = secondWidthBytes;
    this.first = first;
    this.second = second;
    this.maker = maker;
  }

  /** How many bytes the second word takes. */
  public int secondWidthBytes() {
    return secondWidthBytes;
  }

  @Override
  public int fixedBytes() {
    return 8 + secondWidthBytes;
  }

  /** The first word. */
  public long first(T object) {
    return first.applyAsLong(object);
  }

  /** The second word. */
  public long second(T object) {
    return second.applyAsLong(object);
  }

  @Override
  byte[] write(T object, int headroom) {
    byte[] bytes = new byte[headroom + 8 + secondWidthBytes];
    Words.put(bytes, headroom, 8, first.applyAsLong(object));
    Words.put(bytes, headroom + 8, secondWidthBytes, second.applyAsLong(object));
    return bytes;
  }

  @Override
  T read(byte[] bytes, int from, int to) {
    requireLength(from, to, 8 + secondWidthBytes);
    return maker.make(Words.get(bytes, from, 8), Words.get(bytes, from + 8, secondWidthBytes));
  }

  /** Makes an object of its two words; the second comes zero-extended. */
  interface Maker<T> {
    T make(long first, long second);
  }
}
