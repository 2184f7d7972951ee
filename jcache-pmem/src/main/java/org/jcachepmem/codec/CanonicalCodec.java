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

import java.time.DateTimeException;
import javax.cache.CacheException;

/**
 * A codec that writes its objects element by element, so that equal objects have equal bytes in
 * every JVM. Its bytes can stand alone, or behind the tag byte of {@link AnyCodec}.
 *
 * @param <T> what it writes and reads, that very class and no subclass
 */
public abstract class CanonicalCodec<T> implements Codec<T> {

  private final String id;
  private final int tag;
  private final Class<T> type;

  CanonicalCodec(String id, int tag, Class<T> type) {
    assert tag > 0 && tag < 128 : tag;
    this.id = id;
    this.tag = tag;
    this.type = type;
  }

  /** The byte that names this form inside {@link AnyCodec}; part of the stored format. */
  public final int tag() {
    return tag;
  }

  /** The class that it writes. */
  public final Class<T> type() {
    return type;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public final boolean isCanonical() {
    return true;
  }

  /** How many bytes every object takes, and none of them is kept when one is decoded; or 0. */
  public int fixedBytes() {
    return 0;
  }

  @Override
  public final byte[] encode(T object) {
    if (object.getClass() != type) {
      type.cast(object); // or its ClassCastException
      // A subclass would come back as its superclass.
      throw new CacheException(
          "Codec "
              + id
              + " writes "
              + type.getName()
              + " only, not its subclass "
              + object.getClass().getName()
              + "; declare the cache with the subclass or with Object");
    }
    return write(object, 0);
  }

  @Override
  public final T decode(byte[] bytes) {
    return readAll(bytes, 0, bytes.length);
  }

  /** Reads one object that fills the range, naming the codec if the bytes are not its own. */
  final T readAll(byte[] bytes, int from, int to) {
    return readAll(bytes, from, to, 0);
  }

  /** The same of a part, {@code depth} keys deep. */
  final T readAll(byte[] bytes, int from, int to, int depth) {
    try {
      return readPart(bytes, from, to, depth);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      throw new CacheException((to - from) + " bytes are not of codec " + id + "/" + version(), e);
    } catch (StackOverflowError e) {
      throw new CacheException(
          (to - from) + " bytes of codec " + id + " are nested too deeply to be read", e);
    }
  }

  /** Whether this object's bytes are canonical; a composite's may not be. */
  final boolean accepts(T object) {
    return partsLeft(object, 0, Elements.MAX_PARTS) >= 0;
  }

  /**
   * Counts the parts of a composite, which may be one of another's.
   *
   * @param depth of how many keys in each other it is a part
   * @param parts how many there may be
   * @return how many there may be beside them; negative if it has more, is too deep, or has a part
   *     that is not canonical
   */
  int partsLeft(T object, int depth, int parts) {
    return parts;
  }

  /** The object's bytes, after {@code headroom} bytes left free for a tag. */
  abstract byte[] write(T object, int headroom);

  /** The object of the bytes in {@code [from, to)}, which it fills. May keep {@code bytes}. */
  abstract T read(byte[] bytes, int from, int to);

  /** The same, {@code depth} keys deep. */
  T readPart(byte[] bytes, int from, int to, int depth) {
    return read(bytes, from, to);
  }

  static void requireLength(int from, int to, int lengthBytes) {
    if (to - from != lengthBytes) {
      throw new IllegalArgumentException((to - from) + " bytes where " + lengthBytes + " belong");
    }
  }
}
