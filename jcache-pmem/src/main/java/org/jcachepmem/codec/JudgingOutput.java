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
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes objects, judging each class that it meets as the reader will. Not thread safe. */
final class JudgingOutput extends ObjectOutputStream {

  /**
   * A list of few bytes and any length, and whoever copies it as it is read takes heap out of
   * proportion to them: it is refused there, and stored as a list of its elements.
   */
  private static final Class<?> COPIES = Collections.nCopies(1, "").getClass();

  private final SerializationFilter filter;
  private final List<Class<?>> classes = new ArrayList<>();
  private long references;
  private long plainBytes;
  private @Nullable String refusal;

  JudgingOutput(OutputStream out, SerializationFilter filter) throws IOException {
    super(out);
    this.filter = filter;
    enableReplaceObject(true);
  }

  /** Objects written so far; nesting can't be deeper. */
  long references() {
    return references;
  }

  /** At least so many of the bytes written so far are of characters and numbers in arrays. */
  long plainBytes() {
    return plainBytes;
  }

  /** The classes met so far, each once. */
  List<Class<?>> classes() {
    return classes;
  }

  /** Why this may not be stored, or null. Complete when the object is written. */
  @Nullable String refusal() {
    return refusal;
  }

  @Override
  protected void annotateClass(Class<?> type) {
    classes.add(type);
    note(filter.refusalToWrite(type));
  }

  @Override
  protected void annotateProxyClass(Class<?> type) {
    for (Class<?> face : type.getInterfaces()) {
      note(filter.refusalToWrite(face));
    }
  }

  /**
   * Keeps the first refusal. It is not thrown here: the stream would go on to write that exception
   * into the stream, and have it judged.
   */
  private void note(@Nullable String another) {
    if (refusal == null) {
      refusal = another;
    }
  }

  @Override
  protected Object replaceObject(Object object) throws IOException {
    if (++references > filter.rules().maxReferences()) {
      note(
          "it has more than "
              + filter.rules().maxReferences()
              + " objects. Raise jcache-pmem.serialization.max-references to store it.");
      throw new NotSerializableException(refusal);
    }
    if (object.getClass() == COPIES) {
      return new ArrayList<>((List<?>) object);
    }
    plainBytes += plainBytesOf(object);
    if (object.getClass().isArray() && Array.getLength(object) > filter.rules().maxArrayLength()) {
      note(
          "it has an array of "
              + Array.getLength(object)
              + " elements. Raise jcache-pmem.serialization.max-array-length to store it.");
    }
    return object;
  }

  private static long plainBytesOf(Object object) {
    if (object instanceof String text) {
      return text.length(); // a character takes a byte or more
    }
    Class<?> element = object.getClass().getComponentType();
    return element != null && element.isPrimitive()
        ? (long) Array.getLength(object) * elementBytes(element)
        : 0;
  }

  private static int elementBytes(Class<?> primitive) {
    if (primitive == long.class || primitive == double.class) {
      return Long.BYTES;
    }
    if (primitive == int.class || primitive == float.class) {
      return Integer.BYTES;
    }
    return primitive == short.class || primitive == char.class ? Short.BYTES : Byte.BYTES;
  }
}
