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
package org.jcachepmem.benchmarks.peers;

import java.nio.file.Path;

/**
 * What a peer is opened for.
 *
 * @param directory an existing, empty directory for its files
 * @param keys what its keys are
 * @param valueBytes bytes of each value
 * @param entries how many of those it must hold; a bounded peer should not hold many more
 */
public record PeerSettings(Path directory, KeyKind keys, int valueBytes, int entries) {

  /** Bytes of one key and its value. */
  public long entryBytes() {
    return (long) keys.lengthBytes() + valueBytes;
  }

  /** Bytes of all keys and values. */
  public long userBytes() {
    return entryBytes() * entries;
  }
}
