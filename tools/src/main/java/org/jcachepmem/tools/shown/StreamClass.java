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
package org.jcachepmem.tools.shown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream says of a class.
 *
 * @param name its name, or that of an array class such as {@code [I}; of a proxy, its interfaces
 * @param flags how its objects were written
 * @param fields the fields that were written, primitive ones first
 * @param parent the class above it that is serializable, too
 */
record StreamClass(String name, int flags, List<FieldType> fields, @Nullable StreamClass parent) {
  private static final int WRITE_METHOD = 1;
  private static final int SERIALIZABLE = 2;
  private static final int EXTERNALIZABLE = 4;
  private static final int BLOCK_DATA = 8;
  private static final int MOST_PARENTS = 1000;

  /**
   * A field.
   *
   * @param code the first character of its type's descriptor
   */
  record FieldType(char code, String name) {}

  boolean hasOwnForm() {
    return (flags & WRITE_METHOD) != 0;
  }

  boolean isSerializable() {
    return (flags & SERIALIZABLE) != 0;
  }

  boolean isExternalizable() {
    return (flags & EXTERNALIZABLE) != 0;
  }

  /** Whether the end of what an externalizable class wrote can be told. */
  boolean hasBlocks() {
    return (flags & BLOCK_DATA) != 0;
  }

  /** The class and those above it, the highest first. */
  Iterable<StreamClass> fromTheTop() {
    Deque<StreamClass> classes = new ArrayDeque<>();
    for (StreamClass next = this; next != null; next = next.parent) {
      classes.push(next);
      if (classes.size() > MOST_PARENTS) {
        throw new StreamInput.MalformedStream("a class with " + MOST_PARENTS + " above it");
      }
    }
    return classes;
  }
}
