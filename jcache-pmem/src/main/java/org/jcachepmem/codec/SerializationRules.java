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

import java.util.List;

/**
 * Which classes may be in serialised keys and values, and how large a graph may be. A class is
 * judged by the first of these that names it: {@code deny}, {@code allow}, the cache's declared
 * types, {@code defaultDeny}, {@code defaultAllow}. Of the rest, classes of the JDK are refused,
 * and others allowed if {@code applicationClasses}. See {@code docs/adr} on the serialization
 * filter.
 *
 * <p>A pattern is a class name; {@code package.*} for the classes of a package; {@code package.**}
 * for those of its subpackages too; or a prefix ending in {@code *}.
 *
 * @param maxDepth most objects nested in each other
 * @param maxReferences most objects in one key or value
 * @param maxArrayLength most elements of one array
 */
public record SerializationRules(
    List<String> allow,
    List<String> deny,
    List<String> defaultAllow,
    List<String> defaultDeny,
    boolean applicationClasses,
    int maxDepth,
    long maxReferences,
    int maxArrayLength) {

  /** Copies the lists. */
  public SerializationRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    defaultAllow = List.copyOf(defaultAllow);
    defaultDeny = List.copyOf(defaultDeny);
  }
}
