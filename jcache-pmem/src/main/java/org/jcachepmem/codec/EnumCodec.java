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

import java.io.ByteArrayOutputStream;
import javax.cache.CacheException;

/**
 * Constants of any enum as their class's and their own name: canonical, unlike their identity hash,
 * and independent of their order. Reads classes through the filter.
 */
final class EnumCodec extends CanonicalCodec<Enum<?>> {

  static final int TAG = 20;

  private static final StringCodec NAMES = new StringCodec();

  private final ClassLoader loader;
  private final SerializationFilter filter;

  EnumCodec(ClassLoader loader, SerializationFilter filter) {
    super("enum", TAG, anyEnum());
    this.loader = loader;
    this.filter = filter;
  }

  @SuppressWarnings("unchecked") // only used to name the codec's type
  private static Class<Enum<?>> anyEnum() {
    return (Class<Enum<?>>) (Class<?>) Enum.class;
  }

  @Override
  byte[] write(Enum<?> constant, int headroom) {
    Class<?> type = constant.getDeclaringClass();
    String refusal = filter.refusalToWrite(type);
    if (refusal != null) {
      throw new CacheException("An enum constant can't be stored: " + refusal);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(96);
    out.write(new byte[headroom], 0, headroom);
    byte[] className = NAMES.write(type.getName(), 0);
    Elements.writeCount(out, className.length);
    out.writeBytes(className);
    out.writeBytes(NAMES.write(constant.name(), 0));
    return out.toByteArray();
  }

  @Override
  Enum<?> read(byte[] bytes, int from, int to) {
    Elements.Cursor cursor = new Elements.Cursor(bytes, from, to);
    int nameStart = cursor.skip(cursor.count());
    String className = NAMES.read(bytes, nameStart, cursor.position());
    String constantName = NAMES.read(bytes, cursor.position(), to);
    try {
      Class<?> type = Class.forName(className, false, loader);
      String refusal = filter.refusal(type);
      if (refusal != null) {
        throw new CacheException("Deserialisation refused: " + refusal);
      }
      if (type.getEnumConstants() instanceof Enum<?>[] constants) {
        for (Enum<?> constant : constants) {
          if (constant.name().equals(constantName)) {
            return constant;
          }
        }
      }
      throw new CacheException(
          "There is no enum constant " + className + "." + constantName + " any more");
    } catch (ClassNotFoundException | LinkageError e) {
      throw new CacheException(
          "The class loader of the cache manager, " + loader + ", does not find enum " + className,
          e);
    }
  }
}
