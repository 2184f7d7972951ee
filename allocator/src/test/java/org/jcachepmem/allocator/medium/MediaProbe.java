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
package org.jcachepmem.allocator.medium;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own that opens a file by a choice of medium, uses it, and says what it got. */
final class MediaProbe {
  private MediaProbe() {}

  /** Arguments: the file and the {@link MediumChoice}. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    Files.deleteIfExists(file);
    Files.createFile(file);
    FileAllocation.ofSystem().allocate(file, 0, 64 << 10);
    try (Medium medium = Media.open(file, MediumChoice.valueOf(args[1]))) {
      medium.putLong(0, 42);
      medium.copyInAndFlush(4096, new byte[8192], 0, 8192);
      medium.flush(0, 8);
      medium.fence();
      System.out.println("facts " + medium.facts() + " read " + medium.getLong(0));
    }
  }
}
