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

import java.nio.file.Path;
import java.util.Locale;

/** The three JVMs, in order. */
enum Phase {
  /** Starts with an empty pool and is killed half way. */
  COLD,
  /** Goes on where the killed one was. */
  CONTINUED,
  /** Finds everything in the pool. */
  WARM;

  /** The journal of classes that this JVM analysed. */
  Path analysed(Path directory) {
    return directory.resolve(label() + ".analysed");
  }

  /** The journal of facts that the cache returned to this JVM: what it may not lose any more. */
  Path returned(Path directory) {
    return directory.resolve(label() + ".returned");
  }

  /** What this JVM and its cache provider logged. */
  Path log(Path directory) {
    return directory.resolve(label() + ".log");
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
