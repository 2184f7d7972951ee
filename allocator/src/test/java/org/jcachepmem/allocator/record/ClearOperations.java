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
package org.jcachepmem.allocator.record;

import org.jcachepmem.allocator.checker.Tally;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * One key that is written, read and evicted while its cache is cleared. (Of several keys a clear
 * takes one after the other.)
 */
@Param(name = "key", gen = IntGen.class, conf = "0:0")
@Param(name = "version", gen = IntGen.class, conf = "1:3")
public final class ClearOperations {
  private final SharedRecords records = SharedRecords.open();

  @Operation
  public void put(@Param(name = "key") int key, @Param(name = "version") int version) {
    records.put(key, version);
  }

  @Operation
  public int get(@Param(name = "key") int key) {
    return records.get(key);
  }

  @Operation
  public void evict(@Param(name = "key") int key) {
    records.evict(key);
  }

  @Operation
  public void clear() {
    records.clear();
  }

  @Validate
  public void inventory() {
    records.inventory();
    Tally.invocation();
  }
}
