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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jcachepmem.tools.shown.Shown.Structure;
import org.jspecify.annotations.Nullable;

/** Collects what the classes of one object wrote. */
final class ObjectParts {
  private final String className;
  private final List<Field> fields = new ArrayList<>();
  private final List<Shown> written = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  ObjectParts(String className) {
    this.className = className;
  }

  /** The fields of one class. A name that a class above has, too, gets a mark. */
  void add(List<Field> values) {
    for (Field field : values) {
      String name = field.name();
      while (!names.add(name)) {
        name += "'";
      }
      fields.add(new Field(name, field.value()));
    }
  }

  /** What a class wrote in its own way, beside its fields. */
  void annotate(String level, List<Shown> parts) {
    written.addAll(parts);
    if (!parts.isEmpty()) {
      Shown all = parts.size() == 1 ? parts.get(0) : new Sequence("[Ljava.lang.Object;", parts);
      add(List.of(new Field("(" + simple(level) + ")", all)));
    }
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The value of a field, or null if there is none of that name. */
  @Nullable Shown field(String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return null;
  }

  /** All that was written beside the fields. */
  List<Shown> written() {
    return written;
  }

  /** The object, in a form of its own if it is of a well-known class. */
  Shown shown() {
    Shown known = KnownClasses.shown(className, this);
    return known == null ? new Structure(className, fields) : known;
  }
}
