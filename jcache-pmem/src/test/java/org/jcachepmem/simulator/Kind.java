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

import java.util.List;
import java.util.Locale;

/** The caches of a simulation, each of another kind. */
enum Kind {
  /** Keys of one word. */
  NUMBERS(Long.class, byte[].class, Lifetime.FOREVER, Lifetime.UNCHANGED, Lifetime.UNCHANGED),

  /** Whose entries live on when they are touched. */
  TEXTS(String.class, String.class, 100, 100, 100),

  /** Whose equal keys may have other bytes. */
  OBJECTS(Object.class, byte[].class, 200, Lifetime.UNCHANGED, 250),

  /** Whose entries are never evicted. */
  PINNED(Long.class, byte[].class, Lifetime.FOREVER, Lifetime.UNCHANGED, Lifetime.UNCHANGED),

  /** That may take a part of the pool only. */
  QUOTA(String.class, byte[].class, 60, Lifetime.UNCHANGED, Lifetime.UNCHANGED),

  /** That reads and writes through to a system of record; touching shortens an entry's life. */
  THROUGH(Long.class, byte[].class, 300, 150, 200),

  /** Three that make the catalogue grow and shrink, and hold nothing. */
  EXTRA1(Long.class, byte[].class, Lifetime.FOREVER, Lifetime.UNCHANGED, Lifetime.UNCHANGED),
  EXTRA2(Long.class, byte[].class, Lifetime.FOREVER, Lifetime.UNCHANGED, Lifetime.UNCHANGED),
  EXTRA3(Long.class, byte[].class, Lifetime.FOREVER, Lifetime.UNCHANGED, Lifetime.UNCHANGED);

  private static final int LONG_NAME = 300;

  final Class<?> keyType;
  final Class<?> valueType;
  private final int creation;
  private final int access;
  private final int update;

  Kind(Class<?> keyType, Class<?> valueType, int creation, int access, int update) {
    this.keyType = keyType;
    this.valueType = valueType;
    this.creation = creation;
    this.access = access;
    this.update = update;
  }

  /** A policy of its own. */
  Lifetime lifetime() {
    return new Lifetime(creation, access, update);
  }

  String cacheName() {
    String name = name().toLowerCase(Locale.ROOT);
    return this == EXTRA2 ? name + "-".repeat(LONG_NAME) : name;
  }

  /** Its keys; of each the equal objects, which have different bytes if there are several. */
  List<List<Object>> objects() {
    return switch (this) {
      case NUMBERS -> List.of(List.of(0L), List.of(-1L), List.of(1L << 40));
      case TEXTS -> List.of(List.of("Aa"), List.of("BB"), List.of(""), List.of("text".repeat(20)));
      case OBJECTS ->
          List.of(
              List.of(spelled("a", 1), spelled("a", 30), spelled("a", 100)),
              List.of(spelled("b", 2), spelled("b", 3)),
              List.of("canonical"));
      case PINNED -> List.of(List.of(1L), List.of(2L), List.of(3L));
      case QUOTA -> List.of(List.of("q1"), List.of("q2"), List.of("q3"), List.of("q4"));
      case THROUGH -> List.of(List.of(10L), List.of(11L), List.of(12L), List.of(13L));
      case EXTRA1, EXTRA2, EXTRA3 -> List.of();
    };
  }

  private static Object spelled(String name, int length) {
    return new SpelledKey(name, "s".repeat(length));
  }
}
