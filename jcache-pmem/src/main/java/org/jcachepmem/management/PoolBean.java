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
package org.jcachepmem.management;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.CommitFigures;
import org.jcachepmem.allocator.space.ClassCensus;
import org.jcachepmem.config.Sizes;
import org.jcachepmem.index.LossCause;
import org.jcachepmem.index.PoolFigures;
import org.jcachepmem.index.PoolView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open pool as a management bean; each attribute is read from the pool when it is asked for. */
public final class PoolBean implements PmemPoolMXBean {

  private static final Logger LOG = LoggerFactory.getLogger(PoolBean.class);
  private static final double NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  private final PoolView pool;
  private final String path;

  /** A bean of {@code pool}. */
  public PoolBean(PoolView pool) {
    this.pool = pool;
    String file = pool.figures().path();
    this.path = file == null ? "volatile" : Path.of(file).toAbsolutePath().normalize().toString();
  }

  /** See {@link SizeClassUsage}. */
  private record Usage(ClassCensus census) implements SizeClassUsage {

    @Override
    public int getSlotBytes() {
      return census.slotBytes();
    }

    @Override
    public int getChunks() {
      return census.chunks();
    }

    @Override
    public long getSlots() {
      return census.slots();
    }

    @Override
    public long getTakenSlots() {
      return census.takenSlots();
    }

    @Override
    public double getFullness() {
      return census.fullness();
    }

    @Override
    public long getVacantBytes() {
      return census.vacantBytes();
    }
  }

  @Override
  public void grow(String size) {
    long bytes = Sizes.parse(size);
    told(
        () -> {
          pool.grow(bytes);
          return "";
        });
  }

  @Override
  public String snapshot(String file) {
    return snapshot(file, false);
  }

  @Override
  public String snapshot(String file, boolean reflink) {
    return told(() -> pool.snapshot(Path.of(file).toAbsolutePath(), reflink).text());
  }

  /** Whoever is connected from elsewhere need not have the classes of JCache. */
  private static String told(Supplier<String> operation) {
    try {
      return operation.get();
    } catch (CacheException e) {
      LOG.warn("An operation over JMX failed", e);
      throw new IllegalStateException(e.getMessage());
    }
  }

  private long lost(LossCause cause) {
    return pool.figures().losses().of(cause);
  }

  private CommitFigures commits() {
    return pool.figures().commits();
  }

  private double perCommit(Function<CommitFigures, Long> sum) {
    CommitFigures commits = commits();
    return commits.commits() == 0 ? 0 : (double) sum.apply(commits) / commits.commits();
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public String getMedium() {
    return pool.figures().medium();
  }

  @Override
  public String getDurability() {
    return pool.figures().durability();
  }

  @Override
  public boolean isPersistentMemory() {
    return pool.figures().persistentMemory();
  }

  @Override
  public boolean isUsable() {
    return pool.figures().usable();
  }

  @Override
  public boolean isRecovering() {
    return pool.figures().recovering();
  }

  @Override
  public boolean isIndexing() {
    return pool.figures().indexing();
  }

  @Override
  public long getSizeBytes() {
    return pool.figures().sizeBytes();
  }

  @Override
  public long getCapacityBytes() {
    return pool.figures().space().capacityBytes();
  }

  @Override
  public long getUsedBytes() {
    return pool.figures().space().usedBytes();
  }

  @Override
  public long getFreeBytes() {
    return pool.figures().space().freeBytes();
  }

  @Override
  public long getFreeChunkBytes() {
    return pool.figures().space().freeChunkBytes();
  }

  @Override
  public long getVacantBytes() {
    return pool.figures().space().vacantBytes();
  }

  @Override
  public double getFragmentation() {
    PoolFigures.Space space = pool.figures().space();
    return space.freeBytes() == 0 ? 0 : (double) space.vacantBytes() / space.freeBytes();
  }

  @Override
  public long getUnusableBytes() {
    return pool.figures().space().unusableBytes();
  }

  @Override
  public List<SizeClassUsage> getSizeClasses() {
    return pool.sizeClasses().stream().<SizeClassUsage>map(Usage::new).toList();
  }

  @Override
  public long getSettleBacklogBytes() {
    return pool.figures().space().backlogBytes();
  }

  @Override
  public long getEntries() {
    return pool.figures().space().entries();
  }

  @Override
  public int getCaches() {
    return pool.figures().space().caches();
  }

  @Override
  public long getIndexBytes() {
    return pool.figures().space().indexBytes();
  }

  @Override
  public long getIndexMaxBytes() {
    return pool.figures().space().indexMaxBytes();
  }

  @Override
  public long getEvictions() {
    return pool.figures().losses().evictions();
  }

  @Override
  public long getEvictionsForSpace() {
    return lost(LossCause.SPACE);
  }

  @Override
  public long getEvictionsForQuota() {
    return lost(LossCause.QUOTA);
  }

  @Override
  public long getEvictionsForHeap() {
    return lost(LossCause.HEAP);
  }

  @Override
  public long getEvictionsForRelocation() {
    return lost(LossCause.RELOCATION);
  }

  @Override
  public long getExpiredEntries() {
    return lost(LossCause.EXPIRY);
  }

  @Override
  public long getDecodeFailures() {
    return lost(LossCause.DECODING);
  }

  @Override
  public long getDamagedEntries() {
    return lost(LossCause.DAMAGE);
  }

  @Override
  public long getRefusedPuts() {
    return pool.figures().losses().refusedPuts();
  }

  @Override
  public long getClears() {
    return pool.figures().losses().clears();
  }

  @Override
  public long getFences() {
    return pool.figures().work().fences();
  }

  @Override
  public long getFlushes() {
    return pool.figures().work().flushes();
  }

  @Override
  public long getFlushedLines() {
    return pool.figures().work().flushedLines();
  }

  @Override
  public long getNativeCalls() {
    return pool.figures().work().nativeCalls();
  }

  @Override
  public long getCommits() {
    return commits().commits();
  }

  @Override
  public double getCommitWaitersMean() {
    return perCommit(CommitFigures::waiters);
  }

  @Override
  public long getCommitWaitersMax() {
    return commits().mostWaiters();
  }

  @Override
  public long getCommittedBytes() {
    return commits().bytes();
  }

  @Override
  public double getCommitMicrosMean() {
    return perCommit(CommitFigures::nanos) / NANOS_PER_MICRO;
  }

  @Override
  public double getCommitMicrosP50() {
    return commits().recentP50Nanos() / NANOS_PER_MICRO;
  }

  @Override
  public double getCommitMicrosP99() {
    return commits().recentP99Nanos() / NANOS_PER_MICRO;
  }

  @Override
  public double getCommitMicrosMax() {
    return commits().recentMaxNanos() / NANOS_PER_MICRO;
  }

  @Override
  public long getRecoveryMillis() {
    return pool.figures().recovery().millis();
  }

  @Override
  public boolean isRecoveryClean() {
    return pool.figures().recovery().clean();
  }

  @Override
  public long getRecoveredEntries() {
    return pool.figures().recovery().entries();
  }

  @Override
  public long getRecoverySuperseded() {
    return pool.figures().recovery().superseded();
  }

  @Override
  public long getRecoveryUnfinished() {
    return pool.figures().recovery().unfinished();
  }

  @Override
  public long getRecoveryDamaged() {
    return pool.figures().recovery().damaged();
  }
}
