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

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of one lane: a pool, its system of record, a journal for each life, and copies. */
record LaneFiles(Path directory) {

  Path pool() {
    return directory.resolve("killed.pool");
  }

  /** The system of record. */
  Path source() {
    return directory.resolve("source");
  }

  /** The pool as the life before the last left it. */
  Path poolBefore() {
    return directory.resolve("before.pool");
  }

  Path sourceBefore() {
    return directory.resolve("before.source");
  }

  /** What the keys may have had before a life. */
  Path states(long life) {
    return directory.resolve("states-" + life);
  }

  Path journal(long life) {
    return directory.resolve("journal-" + life);
  }

  void deletePool() throws IOException {
    for (Path file : new Path[] {pool(), source(), poolBefore(), sourceBefore()}) {
      Files.deleteIfExists(file);
    }
  }

  /** Only this life and the one before it are kept. */
  void forgetLivesBefore(long life) throws IOException {
    Files.deleteIfExists(journal(life - 2));
    Files.deleteIfExists(states(life - 2));
  }

  /** Keeps the pool as a kill left it. False if there is none: it was killed before. */
  boolean copy() throws IOException {
    Files.copy(source(), sourceBefore(), REPLACE_EXISTING);
    if (!Files.exists(pool())) {
      return false;
    }
    Files.copy(pool(), poolBefore(), REPLACE_EXISTING);
    return true;
  }

  /** The arguments of {@link WritingLife}. */
  String[] arguments(long life, long seed, String medium, String durability, String until) {
    return new String[] {
      pool().toString(),
      journal(life).toString(),
      source().toString(),
      Long.toString(life),
      Long.toString(seed),
      medium,
      durability,
      until
    };
  }
}
