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
package org.jcachepmem.index;

import java.util.Arrays;
import java.util.List;
import org.jcachepmem.allocator.checker.Tally;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a cache as its front desk uses them: by key, through Caffeine, in a pool of a few
 * KiB. A value says in each byte which key and version it is of.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "version", gen = IntGen.class, conf = "1:3")
public final class IndexOperations {
  private static final int POOL_BYTES = 64 << 10;
  private static final int VALUE_BYTES = 24;
  private static final List<KeyIdentity> KEYS =
      List.of(Keys.CANONICAL.of("a").detached(), Keys.CANONICAL.of("b").detached());

  private final PoolFixture fixture = open();
  private final PooledEntries entries = attach(fixture);

  private static PoolFixture open() {
    return new PoolFixture(new HeapMedium(POOL_BYTES), FormatOptions.small(7));
  }

  private static PooledEntries attach(PoolFixture fixture) {
    return fixture.attach("cache", Keys.CANONICAL);
  }

  @Operation
  public void put(@Param(name = "key") int key, @Param(name = "version") int version) {
    entries.put(KEYS.get(key), value(key, version), EntryRef.ETERNAL);
  }

  /** The version that the key has, or 0. */
  @Operation
  public int get(@Param(name = "key") int key) {
    EntryRef entry = entries.find(KEYS.get(key));
    while (entry != null) {
      byte[] value = entries.read(entry);
      if (value != null) {
        return version(key, value);
      }
      entry = entries.find(KEYS.get(key));
    }
    return 0;
  }

  @Operation
  public boolean remove(@Param(name = "key") int key) {
    return entries.remove(KEYS.get(key));
  }

  /** As expiry does: whatever entry the key has now, if it still has it. */
  @Operation
  public void evict(@Param(name = "key") int key) {
    @Nullable EntryRef entry = entries.find(KEYS.get(key));
    if (entry != null) {
      entries.dropExpired(KEYS.get(key), entry, EntryRef.ETERNAL, true);
    }
  }

  @Operation
  public void settle() {
    fixture.records.settleAll();
  }

  @Validate
  public void inventory() {
    fixture.close();
    Tally.invocation();
  }

  private static byte[] value(int key, int version) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) (version << 4 | key));
    return value;
  }

  private static int version(int key, byte[] value) {
    int version = value.length == 0 ? -1 : value[0] >> 4;
    if (!Arrays.equals(value, value(key, version))) {
      throw new IllegalStateException("key " + key + " reads as " + Arrays.toString(value));
    }
    return version;
  }
}
