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
package org.jcachepmem.examples.walk;

import java.io.Serializable;
import java.util.List;

/**
 * What the analysis of one class found: the cached value.
 *
 * @param methods methods with code
 * @param instructions instructions in them
 * @param unreachable instructions that no path reaches
 * @param ignoredResults calls whose result is thrown away at once
 * @param deepestStack most values on the operand stack of a method
 * @param uses the classes that it names, sorted, itself not among them
 */
record ClassFacts(
    int methods,
    int instructions,
    int unreachable,
    int ignoredResults,
    int deepestStack,
    List<String> uses)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** A number that differs where facts differ, the same in every JVM. */
  int fingerprint() {
    int numbers = (((methods * 31 + instructions) * 31 + unreachable) * 31 + ignoredResults) * 31;
    return (numbers + deepestStack) * 31 + uses.hashCode();
  }
}
