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
import java.util.Map;
import org.jcachepmem.allocator.medium.CommitFigures;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.jcachepmem.allocator.space.SpaceCensus;
import org.jspecify.annotations.Nullable;

/**
 * A pool in figures. Counts are monotone since it was opened. While others work, the figures are
 * not one moment's.
 *
 * @param path the pool file, null for a volatile pool
 * @param medium what {@link org.jcachepmem.allocator.medium.MediumFacts#detail()} says
 * @param durability {@code sync}, {@code async}, {@code on-close} or {@code volatile}
 * @param usable false after the medium has failed or the pool has stopped: it takes nothing more
 *     until it is opened again
 * @param recovering whether recovery in the background has not ended; figures that it makes are
 *     zero, and stay so if it fails
 * @param indexing whether entries that recovery found are still being indexed
 */
public record PoolFigures(
    @Nullable String path,
    String medium,
    String durability,
    boolean persistentMemory,
    boolean usable,
    boolean recovering,
    boolean indexing,
    long sizeBytes,
    Space space,
    Work work,
    CommitFigures commits,
    RecoveryReport recovery,
    Lost losses) {

  /**
   * What takes the room.
   *
   * @param capacityBytes what all entries together may take
   * @param usedBytes slots that are taken, with their directory entries
   * @param freeBytes the rest of the chunks
   * @param freeChunkBytes of these, chunks that any size class may have
   * @param vacantBytes of these, slots that only records of one size class can take as things are
   * @param unusableBytes of these, what can't be read
   * @param backlogBytes of the used ones, records that wait to be settled
   * @param entries of all stored caches, expired ones included
   * @param caches stored caches, open or not
   * @param indexBytes estimated heap of the indexes
   * @param indexMaxBytes {@code index.max-bytes}
   */
  public record Space(
      long capacityBytes,
      long usedBytes,
      long freeBytes,
      long freeChunkBytes,
      long vacantBytes,
      long unusableBytes,
      long backlogBytes,
      long entries,
      int caches,
      long indexBytes,
      long indexMaxBytes) {

    static Space of(SharedPool pool) {
      RecordStore records = pool.records();
      SpaceCensus census = records.census();
      long entries = 0;
      int caches = 0;
      for (Share share : pool.budget().shares()) {
        entries += share.entries();
        caches++;
      }
      return new Space(
          records.capacityBytes(),
          census.usedBytes(),
          census.freeBytes(),
          census.freeChunkBytes(),
          census.vacantBytes(),
          census.unusableBytes(),
          records.backlogBytes(),
          entries,
          caches,
          pool.memory().usedBytes(),
          pool.memory().maxBytes());
    }
  }

  /**
   * What the medium was asked to do.
   *
   * @param fences fences
   * @param flushes ranges flushed
   * @param flushedLines cache lines of 64 bytes in these ranges
   * @param nativeCalls calls out of Java
   */
  public record Work(long fences, long flushes, long flushedLines, long nativeCalls) {

    static Work of(MediumCounters counters) {
      return new Work(
          counters.fences(), counters.flushes(), counters.flushedLines(), counters.nativeCalls());
    }
  }

  /**
   * What is gone without having been asked for.
   *
   * @param entries entries by cause
   * @param refusedPuts puts refused because nothing could be evicted
   * @param clears caches cleared: by the application, and as they were opened
   */
  public record Lost(Map<LossCause, Long> entries, long refusedPuts, long clears) {

    static Lost of(SharedPool pool) {
      Incidents incidents = pool.incidents();
      Map<LossCause, Long> entries = incidents.losses();
      entries.merge(LossCause.DAMAGE, pool.records().damagedKeys(), Long::sum);
      return new Lost(entries, incidents.refusals(), incidents.clears());
    }

    /** Entries lost for {@code cause}. */
    public long of(LossCause cause) {
      return entries.getOrDefault(cause, 0L);
    }

    /** Entries evicted, for whatever cause. */
    public long evictions() {
      return Arrays.stream(LossCause.values())
          .filter(LossCause::isEviction)
          .mapToLong(this::of)
          .sum();
    }
  }

  /** The figures of a recovered pool. */
  static PoolFigures of(PoolDescription description, SharedPool pool) {
    return of(
        description,
        pool.records().pool().medium(),
        !pool.records().life().isStopped(),
        false,
        pool.isPromoting(),
        Space.of(pool),
        pool.records().recovery(),
        Lost.of(pool));
  }

  /** The figures of a pool that is not recovered yet, or could not be. */
  static PoolFigures unrecovered(PoolDescription description, Medium medium, boolean isRecovering) {
    return of(
        description,
        medium,
        true,
        isRecovering,
        false,
        new Space(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        new RecoveryReport(false, 0, 0, 0, 0, 0, 0),
        new Lost(Map.of(), 0, 0));
  }

  private static boolean isUsable(Medium medium) {
    try {
      medium.checkUsable();
      return true;
    } catch (MediumFailedException e) {
      return false; // and whoever writes is told why
    }
  }

  private static PoolFigures of(
      PoolDescription description,
      Medium medium,
      boolean going,
      boolean recovering,
      boolean indexing,
      Space space,
      RecoveryReport recovery,
      Lost losses) {
    return new PoolFigures(
        description.path(),
        medium.facts().detail(),
        description.durability(),
        medium.facts().persistentMemory(),
        going && isUsable(medium),
        recovering,
        indexing,
        medium.sizeBytes(),
        space,
        Work.of(medium.counters()),
        medium.counters().commits().figures(),
        recovery,
        losses);
  }
}
