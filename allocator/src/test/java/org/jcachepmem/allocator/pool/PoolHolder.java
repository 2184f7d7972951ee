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
import org.jcachepmem.allocator.medium.MediumChoice;

/** Somebody else who opens a pool: another process, or another class loader. */
public final class PoolHolder {
  private PoolHolder() {}

  /**
   * Opens the pool at {@code path} and returns what was thrown, or "opened" after closing it again.
   */
  public static String tryOpen(String path) {
    try {
      PoolFile.open(options(path), medium -> {}).close();
      return "opened";
    } catch (PoolException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  static PoolOptions options(String path) {
    return PoolOptions.builder()
        .path(Path.of(path))
        .medium(MediumChoice.JDK)
        .sizeBytes(65536)
        .minBytes(65536)
        .build();
  }

  /**
   * Arguments: the pool, and {@code hold} to keep it until the input ends, or {@code die} to end
   * the process in the middle of creating it.
   */
  public static void main(String[] args) throws Exception {
    boolean die = args[1].equals("die");
    try (PoolFile pool =
        PoolFile.open(
            options(args[0]),
            medium -> {
              if (die) {
                Runtime.getRuntime().halt(9);
              }
            })) {
      System.out.println("held");
      while (System.in.read() >= 0) {
        pool.medium().sizeBytes();
      }
    }
  }
}
