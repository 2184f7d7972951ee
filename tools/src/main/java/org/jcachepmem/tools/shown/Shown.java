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

import java.util.List;

/** A key, a value or a part of one, as far as its bytes say what it is. */
public sealed interface Shown {

  /** Null. */
  record Nothing() implements Shown {}

  /**
   * A text, number, truth value, or what has a short text of its own, such as a date.
   *
   * @param value a String, Number or Boolean; of another class, its {@code toString} is shown
   */
  record Scalar(Object value) implements Shown {}

  /**
   * Bytes that say no more.
   *
   * @param isBlock whether a class wrote them into its stream, beside objects; else they are a
   *     {@code byte[]}
   */
  record Raw(byte[] bytes, boolean isBlock) implements Shown {
    Raw(byte[] bytes) {
      this(bytes, false);
    }
  }

  /** A named constant: of an enum, or a class. */
  record Constant(String className, String name) implements Shown {}

  /** An object with fields. */
  record Structure(String className, List<Field> fields) implements Shown {}

  /** A field, or a part that the class wrote in its own way. */
  record Field(String name, Shown value) {}

  /** An array or a collection. */
  record Sequence(String className, List<Shown> elements) implements Shown {}

  /** A map. */
  record Mapping(String className, List<Pair> pairs) implements Shown {}

  /** An entry of a map. */
  record Pair(Shown key, Shown value) {}

  /** The same object as one before. */
  record Again(String className) implements Shown {}

  /** Bytes that are not what they should be. */
  record Broken(String why, byte[] bytes) implements Shown {}
}
