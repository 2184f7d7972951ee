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
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The key classes of Spring and Hibernate, field by field. They are found by name, so that neither
 * library is needed; a class of another shape than expected, as in other major versions, is left to
 * Java serialization, and so is a key with a part that is not canonical.
 */
final class LibraryKeyCodec extends CanonicalCodec<Object> {

  private final Elements elements;
  private final List<Field> fields;
  private final Constructor<?> constructor;
  private final Set<String> required;
  private final boolean arraysCompareByContent;

  private LibraryKeyCodec(
      Shape shape, Elements elements, List<Field> fields, Constructor<?> constructor) {
    super(shape.id(), shape.tag(), objectClass(constructor.getDeclaringClass()));
    this.elements = elements;
    this.fields = fields;
    this.constructor = constructor;
    this.required = shape.required();
    this.arraysCompareByContent = shape.arraysCompareByContent();
  }

  @SuppressWarnings("unchecked") // objects of that class are all that it ever gets
  private static Class<Object> objectClass(Class<?> type) {
    return (Class<Object>) type;
  }

  /** The codecs of those classes that {@code loader} finds in a shape that is known. */
  static List<CanonicalCodec<?>> present(ClassLoader loader, Elements elements) {
    List<CanonicalCodec<?>> present = new ArrayList<>();
    for (Shape shape : Shape.KNOWN) {
      LibraryKeyCodec codec = of(shape, loader, elements);
      if (codec != null) {
        present.add(codec);
      }
    }
    return present;
  }

  private static @Nullable LibraryKeyCodec of(Shape shape, ClassLoader loader, Elements elements) {
    try {
      Class<?> type = Class.forName(shape.className(), false, loader);
      Set<String> names = new HashSet<>();
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !shape.ignored().contains(field.getName())) {
          names.add(field.getName());
        }
      }
      if (type.getSuperclass() != Object.class || !names.equals(Set.copyOf(shape.fields()))) {
        return null;
      }
      List<Field> fields = new ArrayList<>();
      for (String name : shape.fields()) {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        fields.add(field);
      }
      Constructor<?> constructor = type.getDeclaredConstructor(shape.parameters());
      constructor.setAccessible(true);
      return new LibraryKeyCodec(shape, elements, fields, constructor);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return null; // absent, another version, or closed to reflection: Java serialization serves
    }
  }

  @Override
  int partsLeft(Object key, int depth, int parts) {
    int left = Elements.isTooDeep(depth) ? -1 : parts;
    for (int i = 0; i < fields.size() && left >= 0; i++) {
      Object part = get(fields.get(i), key);
      left = isComparable(fields.get(i), part) ? elements.partsLeft(part, depth, left) : -1;
    }
    return left;
  }

  /** Whether the class's equals can be called, and goes by what the part says. */
  private boolean isComparable(Field field, @Nullable Object part) {
    return part == null
        ? !required.contains(field.getName())
        : arraysCompareByContent || !part.getClass().isArray();
  }

  @Override
  byte[] write(Object key, int headroom) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(96);
    out.write(new byte[headroom], 0, headroom);
    for (Field field : fields) {
      elements.write(out, get(field, key));
    }
    return out.toByteArray();
  }

  @Override
  Object read(byte[] bytes, int from, int to) {
    return readPart(bytes, from, to, 0);
  }

  @Override
  Object readPart(byte[] bytes, int from, int to, int depth) {
    if (Elements.isTooDeep(depth)) {
      throw new IllegalArgumentException(depth + " keys in each other");
    }
    Elements.Cursor cursor = new Elements.Cursor(bytes, from, to);
    Object[] parts = new Object[fields.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = elements.read(cursor, depth);
      if (!isComparable(fields.get(i), parts[i])) {
        throw new IllegalArgumentException(
            fields.get(i).getName()
                + (parts[i] == null
                    ? " is not there"
                    : " is an array, which compares by identity"));
      }
    }
    cursor.requireEnd();
    try {
      return constructor.newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new CacheException(
          "A key of " + type().getName() + " can't be made of its parts: " + e, e);
    }
  }

  private static @Nullable Object get(Field field, Object key) {
    try {
      return field.get(key);
    } catch (IllegalAccessException e) {
      throw new CacheException("Field " + field + " was made accessible, yet can't be read", e);
    }
  }

  /**
   * A class as it is expected.
   *
   * @param fields the instance fields, in the order of the constructor's parameters
   * @param ignored fields that follow from the others
   * @param required fields that its equals calls: a key without one can't be compared
   * @param arraysCompareByContent whether its equals compares parts with deepEquals
   */
  private record Shape(
      String id,
      int tag,
      String className,
      List<String> fields,
      List<String> ignored,
      Set<String> required,
      Class<?>[] parameters,
      boolean arraysCompareByContent) {

    static final List<Shape> KNOWN =
        List.of(
            new Shape(
                "spring.simple-key",
                32,
                "org.springframework.cache.interceptor.SimpleKey",
                List.of("params"),
                List.of("hashCode"),
                Set.of("params"),
                new Class<?>[] {Object[].class},
                true),
            new Shape(
                "hibernate.basic-key",
                33,
                "org.hibernate.cache.internal.BasicCacheKeyImplementation",
                List.of("id", "entityOrRoleName", "hashCode"),
                List.of(),
                Set.of("id", "entityOrRoleName"),
                new Class<?>[] {java.io.Serializable.class, String.class, int.class},
                false),
            new Shape(
                "hibernate.key",
                34,
                "org.hibernate.cache.internal.CacheKeyImplementation",
                List.of("id", "entityOrRoleName", "tenantId", "hashCode"),
                List.of("requiresDeepEquals"),
                Set.of("id", "entityOrRoleName"),
                new Class<?>[] {Object.class, String.class, String.class, int.class},
                true),
            new Shape(
                "hibernate.natural-id-key",
                35,
                "org.hibernate.cache.internal.NaturalIdCacheKey",
                List.of("naturalIdValues", "entityName", "tenantId", "hashCode"),
                List.of("toString"),
                Set.of(),
                new Class<?>[] {Object.class, String.class, String.class, int.class},
                true));
  }
}
