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

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * A canonical codec of objects that are one little-endian word of 1 to 8 bytes. Keys of such types
 * need no array to be compared.
 *
 * @param <T> what it writes and reads
 */
public final class WordCodec<T> extends CanonicalCodec<T> {

  private final int widthBytes;
  private final ToLongFunction<T> toWord;
  private final LongFunction<T> fromWord;

  WordCodec(
      String id,
      int tag,
      Class<T> type,
      int widthBytes,
      ToLongFunction<T> toWord,
      LongFunction<T> fromWord) {
    super(id, tag, type);
    this.widthBytes = widthBytes;
    this.toWord = toWord;
    this.fromWord = fromWord;
  }

  @Override
  public int fixedBytes() {
    return widthBytes;
  }

  /** The object as a number; bits above {@link #fixedBytes()} are zero. */
  public long word(T object) {
    long word = toWord.applyAsLong(object);
    return widthBytes == 8 ? word : word & ((1L << (widthBytes * 8)) - 1);
  }

  @Override
  byte[] write(T object, int headroom) {
    byte[] bytes = new byte[headroom + widthBytes];
    Words.put(bytes, headroom, widthBytes, toWord.applyAsLong(object));
    return bytes;
  }

  @Override
  T read(byte[] bytes, int from, int to) {
    requireLength(from, to, widthBytes);
    return fromWord.apply(Words.get(bytes, from, widthBytes));
  }
}
