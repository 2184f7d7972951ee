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

import java.nio.file.Path;

/** The JVM that makes a snapshot, fills the disk, and goes on putting. */
public final class ReflinkLife {
  private ReflinkLife() {}

  /** Arguments: the directory, the medium, whether the snapshot shares the pool's storage. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    try (ReflinkPool pool = new ReflinkPool(directory.resolve("app.pool"), args[1])) {
      pool.snapshot(directory.resolve("snapshot.pool"), Boolean.parseBoolean(args[2]));
      ReflinkPool.fillDisk(directory.resolve("filler"));
      int put = 0;
      System.out.println(0);
      try {
        for (int key = 0; key < ReflinkPool.KEYS; key++) {
          pool.put(key, 100);
          System.out.println(++put);
        }
      } catch (RuntimeException | Error e) {
        System.out.println(e);
        // As it is: closing may meet the same.
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
