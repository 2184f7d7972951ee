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
package org.jcachepmem.restart;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.pool.GatedPools;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.MeasuredPool;
import org.jcachepmem.index.PoolSession;

/** One JVM over the pool that is filled or opened; {@link Restarts} starts it. */
public final class RestartLife {
  /** What a JVM ends with that is killed by SIGKILL. */
  static final int KILLED = 137;

  private static final long WARM_MIB = 8;
  private static final int WARM_ENTRIES = 1_000;

  private final MeasuredPool.Opener opener;
  private final long mib;
  private final int valueBytes;

  private RestartLife(boolean sparse, long mib, int valueBytes) {
    this.opener = sparse ? GatedPools.open()::open : PoolFile::open;
    this.mib = mib;
    this.valueBytes = valueBytes;
  }

  /**
   * @param args {@code fill|open POOL SPARSE MIB ENTRIES VALUEBYTES close|kill|blocking|wait|miss}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean sparse = Boolean.parseBoolean(args[2]);
    int valueBytes = Integer.parseInt(args[5]);
    RestartLife life = new RestartLife(sparse, Long.parseLong(args[3]), valueBytes);
    Path pool = Path.of(args[1]);
    long entries = Long.parseLong(args[4]);
    if (args[0].equals("fill")) {
      life.fill(pool, entries, args[6].equals("kill"));
    } else {
      // Classes and libraries are loaded by a small pool.
      Path small = pool.resolveSibling("small");
      RestartLife warm = new RestartLife(sparse, WARM_MIB, valueBytes);
      warm.fill(small, WARM_ENTRIES, false);
      warm.open(small, WARM_ENTRIES, args[6]);
      System.out.println(life.open(pool, entries, args[6]));
    }
  }

  private PoolSession session(Path pool, String mode) {
    PoolOptions options =
        PoolOptions.builder()
            .path(pool)
            .sizeBytes(mib << 20)
            .recovery(mode.equals("blocking") ? RecoveryMode.BLOCKING : RecoveryMode.BACKGROUND)
            .recoveryMiss(mode.equals("miss") ? RecoveryMiss.MISS : RecoveryMiss.WAIT)
            .build();
    return MeasuredPool.open(options, opener);
  }

  private void fill(Path pool, long entries, boolean kill)
      throws IOException, InterruptedException {
    PoolSession session = session(pool, "blocking");
    EntryStore store = MeasuredPool.attach(session);
    for (long key = 0; key < entries; key++) {
      store.put(MeasuredPool.key(key), new byte[valueBytes], EntryRef.ETERNAL);
    }
    if (kill) {
      String pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", pid).start().waitFor();
    }
    session.close();
  }

  private String open(Path pool, long entries, String mode) throws InterruptedException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    long start = System.nanoTime();
    PoolSession session = session(pool, mode);
    long opened = System.nanoTime();
    EntryStore store = MeasuredPool.attach(session);
    long attached = System.nanoTime();
    EntryRef entry = store.find(MeasuredPool.key(entries / 2));
    byte[] first = entry == null ? null : store.read(entry);
    long got = System.nanoTime();
    long processor = system.getProcessCpuTime() - before;
    long count = store.count();
    long recovered = System.nanoTime();
    while (session.figures().indexing()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    long resident = System.nanoTime();
    session.close();
    return "first get %.1f ms (open %.1f, cache %.1f, %s %.1f; processors %.0f); %d recovered after %.0f ms, all indexed after %.0f ms"
        .formatted(
            (got - start) / 1e6,
            (opened - start) / 1e6,
            (attached - opened) / 1e6,
            first == null ? "miss" : "hit",
            (got - attached) / 1e6,
            processor / 1e6,
            count,
            (recovered - start) / 1e6,
            (resident - start) / 1e6);
  }
}
