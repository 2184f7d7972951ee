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

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Reads objects whose classes one class loader finds, never the thread's. Not thread safe. */
final class LoaderInput extends ObjectInputStream {

  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class,
          "void", void.class);

  private final ClassLoader loader;
  private final SerializationFilter filter;

  /**
   * @param lengthBytes how many bytes there are: all arrays together can't have many more elements,
   *     whatever damaged bytes may say (a hash table has up to six slots for two bytes)
   */
  LoaderInput(InputStream in, int lengthBytes, ClassLoader loader, SerializationFilter filter)
      throws IOException {
    super(in);
    this.loader = loader;
    this.filter = filter;
    // Together, not each: arrays in arrays would take a thousand times what one may.
    long[] elementsLeft = {8L * lengthBytes + 1024};
    setObjectInputFilter(
        info -> {
          elementsLeft[0] -= Math.max(0, info.arrayLength());
          return elementsLeft[0] < 0 ? ObjectInputFilter.Status.REJECTED : filter.checkInput(info);
        });
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(description.getName());
    if (primitive != null) {
      return primitive;
    }
    // Not initialised: the filter judges first. It would only say REJECTED, so say why here.
    return judged(Class.forName(description.getName(), false, loader));
  }

  private Class<?> judged(Class<?> type) throws InvalidClassException {
    String refusal = filter.refusal(type);
    if (refusal != null) {
      throw new InvalidClassException(refusal);
    }
    return type;
  }

  @Override
  @SuppressWarnings("deprecation") // no other call makes a proxy class without an instance
  protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
    ClassLoader definer = loader;
    Class<?>[] faces = new Class<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      faces[i] = judged(Class.forName(names[i], false, loader));
      if (!Modifier.isPublic(faces[i].getModifiers())) {
        definer = faces[i].getClassLoader();
      }
    }
    try {
      return Proxy.getProxyClass(definer, faces);
    } catch (IllegalArgumentException e) {
      throw new ClassNotFoundException("No proxy class of " + String.join(", ", names), e);
    }
  }
}
