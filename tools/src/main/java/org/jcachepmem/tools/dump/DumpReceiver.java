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
package org.jcachepmem.tools.dump;

import java.io.IOException;
import org.jcachepmem.allocator.record.CatalogueEntry;

/** Takes the contents of a pool: the head, each cache before its records, the end. One thread. */
public interface DumpReceiver {

  /** What the pool was. */
  void head(DumpHead head) throws IOException;

  /** A cache; its id is what its records name it by. */
  void cache(CatalogueEntry cache) throws IOException;

  /** A record of a cache that came before; a reader sees to that. */
  void record(DumpRecord record) throws IOException;

  /** There is no more. */
  void end(DumpEnd end) throws IOException;

  /**
   * How much there was.
   *
   * @param damaged entries that were left out, because they don't match their checksum
   */
  record DumpEnd(long caches, long records, long damaged) {}
}
