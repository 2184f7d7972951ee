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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Patterns over class names, as {@link SerializationRules} describes them. */
final class ClassPatterns {

  private final Set<String> names = new HashSet<>();
  private final Set<String> packages = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();

  ClassPatterns(Iterable<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.endsWith(".**")) {
        prefixes.add(pattern.substring(0, pattern.length() - 2));
      } else if (pattern.endsWith(".*")) {
        packages.add(pattern.substring(0, pattern.length() - 2));
      } else if (pattern.endsWith("*")) {
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      } else {
        names.add(pattern);
      }
    }
  }

  boolean match(String className) {
    if (names.contains(className)) {
      return true;
    }
    int dot = className.lastIndexOf('.');
    if (dot > 0 && packages.contains(className.substring(0, dot))) {
      return true;
    }
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
