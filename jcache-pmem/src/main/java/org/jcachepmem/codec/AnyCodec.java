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

import java.util.HashMap;
import java.util.Map;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Objects of any class, self-describing: a tag byte picks a canonical form by the object's class;
 * everything else is Java serialization behind the filter (tag 0). It serves caches declared with
 * Object, the default of JCache, and every declared type that has no codec of its own.
 *
 * <p>Canonical forms are picked by the exact class, and no object of such a class equals one of
 * another class. So a key's identity is its bytes if {@link #isCanonical(byte[])}, else the object
 * itself, and the two kinds never meet.
 */
public final class AnyCodec implements Codec<Object> {

  /** The tag of Java serialization. */
  static final byte SERIALIZED = 0;

  private final SerializableCodec serializable;
  private final EnumCodec enums;
  private final Map<Class<?>, CanonicalCodec<?>> byClass = new HashMap<>();
  private final @Nullable CanonicalCodec<?>[] byTag = new CanonicalCodec<?>[128];

  AnyCodec(ClassLoader loader, SerializationFilter filter) {
    serializable = new SerializableCodec(loader, filter);
    enums = new EnumCodec(loader, filter);
    byTag[enums.tag()] = enums;
    BuiltInCodecs.ALL.forEach(this::add);
    LibraryKeyCodec.present(loader, new Elements(this)).forEach(this::add);
  }

  private void add(CanonicalCodec<?> form) {
    assert byTag[form.tag()] == null && form.tag() != Elements.ARRAY_TAG : form.id();
    byClass.put(form.type(), form);
    byTag[form.tag()] = form;
  }

  @Override
  public String id() {
    return "any";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean isCanonical() {
    return false;
  }

  /** Whether these bytes are of a canonical form, so that an equal key has the same bytes. */
  public boolean isCanonical(byte[] bytes) {
    return bytes.length > 0 && bytes[0] != SERIALIZED;
  }

  /** The class of the object that canonical bytes are of, or null if their form is not known. */
  public @Nullable Class<?> typeOf(byte[] canonicalBytes) {
    CanonicalCodec<?> form = form(canonicalBytes[0]);
    return form == null ? null : form.type();
  }

  private @Nullable CanonicalCodec<?> form(int tag) {
    return tag > 0 ? byTag[tag] : null;
  }

  /** The canonical form of the object, or null if it has none. */
  public @Nullable CanonicalCodec<Object> form(Object object) {
    CanonicalCodec<Object> form = formOfClass(object);
    return form != null && form.accepts(object) ? form : null;
  }

  /** The canonical form of objects of its class, though it may not accept this one. */
  @SuppressWarnings("unchecked") // found under the object's own class
  @Nullable CanonicalCodec<Object> formOfClass(Object object) {
    return (CanonicalCodec<Object>)
        (object instanceof Enum<?> ? enums : byClass.get(object.getClass()));
  }

  /** The object's bytes in that form, which must be its {@link #form}. */
  public byte[] encode(CanonicalCodec<Object> form, Object object) {
    byte[] bytes = form.write(object, 1);
    bytes[0] = (byte) form.tag();
    return bytes;
  }

  @Override
  public byte[] encode(Object object) {
    CanonicalCodec<Object> form = form(object);
    return form == null ? serializable.write(object, 1) : encode(form, object);
  }

  @Override
  public Object decode(byte[] bytes) {
    if (bytes.length == 0) {
      throw new CacheException("No bytes where codec any/1 expects a tag");
    }
    int tag = bytes[0];
    if (tag == SERIALIZED) {
      return serializable.read(bytes, 1);
    }
    return decodePart(bytes, 0, bytes.length, 0);
  }

  /**
   * The object of a canonical form that fills the range: parts of keys, {@code depth} in each
   * other, are of no other.
   */
  Object decodePart(byte[] bytes, int from, int to, int depth) {
    int tag = from < to ? bytes[from] : SERIALIZED;
    CanonicalCodec<?> form = form(tag);
    if (form == null) {
      throw new CacheException(
          "Tag "
              + tag
              + " is not known to codec any/1: it was written by a later version, or with a"
              + " library (Spring, Hibernate) that is not on the class path now");
    }
    return form.readAll(bytes, from + 1, to, depth);
  }
}
