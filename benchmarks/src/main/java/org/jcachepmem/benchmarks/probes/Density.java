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
package org.jcachepmem.benchmarks.probes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.peers.PmemPeer;
import org.jcachepmem.benchmarks.workloads.Scratch;

/**
 * How much of a full pool is keys and values. Arguments: mebibytes of the pool, least and greatest
 * bytes of a value, uniform in between. Figure: {@code density}.
 */
public final class Density {
  private static final long SEED = 11;

  private Density() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    long poolBytes = Long.parseLong(args[0]) << 20;
    int least = Integer.parseInt(args[1]);
    int greatest = Integer.parseInt(args[2]);
    Path directory = Scratch.create();
    try (CacheManager manager =
        PmemPeer.manager(new PeerSettings(directory, KeyKind.LONG, greatest, 1), poolBytes)) {
      Cache<Object, byte[]> cache = PmemPeer.cache(manager, KeyKind.LONG);
      Random random = new Random(SEED);
      long written = 0;
      for (long key = 0; written < poolBytes + poolBytes / 4; key++) {
        byte[] value = new byte[least + random.nextInt(greatest - least + 1)];
        cache.put(key, value);
        written += value.length + Long.BYTES;
      }
      long kept = 0;
      for (Cache.Entry<Object, byte[]> entry : cache) {
        kept += entry.getValue().length + Long.BYTES;
      }
      if (kept >= written) {
        throw new IllegalStateException("nothing was evicted: the pool is not full");
      }
      Figures.print("density", (double) kept / poolBytes);
    } finally {
      Scratch.delete(directory);
    }
  }
}
