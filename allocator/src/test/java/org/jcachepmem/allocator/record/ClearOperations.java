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
import org.jcachepmem.allocator.checker.Versions;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * One key that is written, read and evicted while its cache is cleared. (Of several keys a clear
 * takes one after the other.)
 */
@Param(name = "version", gen = IntGen.class, conf = "1:3")
public final class ClearOperations {
  private static final int KEY = 0;

  private final SharedRecords records = SharedRecords.open();

  @Operation
  public void put(@Param(name = "version") int version) {
    records.put(KEY, version);
  }

  @Operation
  public int get() {
    return records.get(KEY);
  }

  @Operation
  public void evict() {
    records.evict(KEY);
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

  /** What one thread would see. */
  public static final class Alone {
    private final Versions versions = new Versions();

    public void put(int version) {
      versions.put(KEY, version);
    }

    public int get() {
      return versions.get(KEY);
    }

    public void evict() {
      versions.evict(KEY);
    }

    public void clear() {
      versions.clear();
    }
  }
}
