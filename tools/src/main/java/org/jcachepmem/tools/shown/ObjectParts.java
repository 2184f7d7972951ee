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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jcachepmem.tools.shown.Shown.Structure;
import org.jspecify.annotations.Nullable;

/** Collects what the classes of one object wrote. */
final class ObjectParts {
  /** Characters of a name that a mark is put to: each such name is a new text in the heap. */
  private static final int MOST_MARKED = 200;

  private final String className;
  private final List<Field> fields = new ArrayList<>();
  private final List<Shown> written = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** The number of the last mark that a name got. */
  private final Map<String, Integer> numbers = new HashMap<>();

  ObjectParts(String className) {
    this.className = className;
  }

  /**
   * The fields of one class. A name that was there before gets a mark: {@code f}, {@code f'},
   * {@code f'3}, which stays short however many there are, since somebody may have made them.
   */
  void add(List<Field> values) {
    for (Field field : values) {
      String name = field.name();
      if (!names.add(name)) {
        name = marked(name);
      }
      fields.add(new Field(name, field.value()));
    }
  }

  private String marked(String name) {
    String shortened = name.substring(0, Math.min(name.length(), MOST_MARKED));
    while (true) {
      int number = numbers.merge(shortened, 2, (last, two) -> last + 1);
      String marked = number == 2 ? shortened + '\'' : shortened + '\'' + number;
      if (names.add(marked)) {
        return marked;
      }
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
