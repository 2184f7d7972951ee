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
package org.jcachepmem.allocator.pool;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A pool that cannot be opened, created or used as asked. The message says what was expected, what
 * was found and what to do; subclasses say which case it is.
 */
public class PoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String expected;
  private final String found;
  private final String advice;

  /** One complaint about the pool at {@code path}, each part a phrase without a full stop. */
  public PoolException(@Nullable Path path, String expected, String found, String advice) {
    this(path, expected, found, advice, null);
  }

  /** The same with the {@code cause} that the system gave. */
  public PoolException(
      @Nullable Path path,
      String expected,
      String found,
      String advice,
      @Nullable Throwable cause) {
    super(
        "pool " + name(path) + ": expected " + expected + ", found " + found + ". " + advice + ".",
        cause);
    this.path = name(path);
    this.expected = expected;
    this.found = found;
    this.advice = advice;
  }

  private static String name(@Nullable Path path) {
    return path == null ? "(volatile)" : path.toString();
  }

  /** The pool's path, or {@code (volatile)}. */
  public final String path() {
    return path;
  }

  /** What the pool should have been. */
  public final String expected() {
    return expected;
  }

  /** What it is. */
  public final String found() {
    return found;
  }

  /** What to do. */
  public final String advice() {
    return advice;
  }
}
