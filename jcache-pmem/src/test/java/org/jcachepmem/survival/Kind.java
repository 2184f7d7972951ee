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
package org.jcachepmem.survival;

/** What an operation in the journal is, as far as its judge cares. */
enum Kind {
  /** Any way to read a key's value: get, getAll, a step of an iterator, a processor that looks. */
  GET,
  CONTAINS,
  PUT,
  GET_AND_PUT(true),
  PUT_IF_ABSENT,
  REPLACE(true),
  REPLACE_IF(true),
  GET_AND_REPLACE(true),
  REMOVE,
  REMOVE_IF,
  GET_AND_REMOVE,
  /** Any removal that does not say what it met: removeAll of keys, an iterator's, a processor's. */
  DELETE,
  /** A processor that reads the value, and sets one whose counter is one higher. */
  INCREMENT(true),
  /** loadAll that replaces nothing. */
  LOAD_ABSENT,
  /** clear, or destroyCache: of all keys. */
  CLEAR,
  /** removeAll: of all keys. */
  REMOVE_ALL,
  /** An iteration, which may be an access to any key. */
  SWEEP;

  private final boolean readsThenStores;

  Kind() {
    this(false);
  }

  Kind(boolean readsThenStores) {
    this.readsThenStores = readsThenStores;
  }

  /** Whether nothing that was there before comes back when it has returned. */
  boolean removes() {
    return switch (this) {
      case REMOVE, GET_AND_REMOVE, DELETE, CLEAR, REMOVE_ALL -> true;
      default -> false;
    };
  }

  /** Whether what it found decides what it does or returns, and then it stores a value. */
  boolean readsThenStores() {
    return readsThenStores;
  }
}
