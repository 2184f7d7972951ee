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
package org.jcachepmem.simulator;

import java.io.Serializable;

/** A key whose equals has other bytes: they differ in a spelling that does not count. */
final class SpelledKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final String spelling;

  SpelledKey(String name, String spelling) {
    this.name = name;
    this.spelling = spelling;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpelledKey key && key.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " spelled " + spelling;
  }
}
