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

import java.util.List;

/**
 * One open pool, whichever cache managers share it, as {@code org.jcachepmem:type=Pool,name="<path
 * of the pool>"}. {@code docs/monitoring.md} says when to worry.
 *
 * <p>Counts are monotone from the opening of the pool. What recovery makes is zero until it has
 * ended. Reading takes no lock that is held across I/O or foreign code; a commit waits for it while
 * its figures are summed up, for microseconds. Thread safe.
 */
public interface PmemPoolMXBean {

  // ---- what it is

  /** The absolute path of the pool file; {@code volatile} for a pool without one. */
  String getPath();

  /** How the pool is reached and made durable, such as {@code libpmem 1.1, CLWB}. */
  String getMedium();

  /** {@code sync}, {@code async}, {@code on-close} or {@code volatile}. */
  String getDurability();

  /** Whether cache lines are written back, and not pages by a system call. */
  boolean isPersistentMemory();

  /** False after the medium has failed: the pool takes nothing more until it is opened again. */
  boolean isUsable();

  /** Whether recovery in the background has not ended. */
  boolean isRecovering();

  /** Whether entries that recovery found are still being indexed in the background. */
  boolean isIndexing();

  // ---- room

  /** Bytes of the pool. */
  long getSizeBytes();

  /** Bytes that all entries together may take. */
  long getCapacityBytes();

  /** Bytes of slots that are taken, with their directory entries. */
  long getUsedBytes();

  /** Bytes of chunks that nothing takes: free chunks, vacant slots, and what can't be read. */
  long getFreeBytes();

  /** Bytes of chunks that any size class may have. */
  long getFreeChunkBytes();

  /** Bytes of free slots in chunks that have a size class: only records of that class fit. */
  long getVacantBytes();

  /** The share of the free bytes that is in vacant slots, from 0 to 1. */
  double getFragmentation();

  /** Bytes in which nothing is stored any more, because they can't be read. */
  long getUnusableBytes();

  /** Each size class that has chunks, the smallest first. */
  List<SizeClassUsage> getSizeClasses();

  /** Bytes of superseded, removed and evicted records that wait to be settled. */
  long getSettleBacklogBytes();

  /** Entries of all stored caches, expired ones included. */
  long getEntries();

  /** Stored caches, open or not. */
  int getCaches();

  /** Heap that the indexes take, estimated, in bytes. */
  long getIndexBytes();

  /** {@code index.max-bytes}. */
  long getIndexMaxBytes();

  // ---- what is gone without having been asked for

  /** Entries evicted, for whatever cause: the sum of the next four. */
  long getEvictions();

  /** Entries evicted because the pool is full. */
  long getEvictionsForSpace();

  /** Entries evicted because the quota of their cache is used up. */
  long getEvictionsForQuota();

  /** Entries evicted because the indexes take more heap than {@code index.max-bytes}. */
  long getEvictionsForHeap();

  /** Entries evicted because their chunk was needed for another size class. */
  long getEvictionsForRelocation();

  /** Entries dropped because they had expired when somebody asked for them. */
  long getExpiredEntries();

  /** Entries dropped because their value can't be decoded any more. */
  long getDecodeFailures();

  /** Entries dropped because their bytes are damaged, or their key does not decode any more. */
  long getDamagedEntries();

  /** Puts refused because nothing could be evicted to make room. */
  long getRefusedPuts();

  /** Caches cleared: by the application, or as they were opened. */
  long getClears();

  // ---- what the medium does

  /** Fences. */
  long getFences();

  /** Ranges flushed. */
  long getFlushes();

  /** Cache lines of 64 bytes in the ranges that were flushed. */
  long getFlushedLines();

  /** Calls out of Java. */
  long getNativeCalls();

  /**
   * Commits: pages written back by system calls for all that wait, or what is done in the
   * background in the relaxed modes. None on persistent memory in the sync mode: there each
   * operation has its own fence.
   */
  long getCommits();

  /** Threads that waited for a commit, on average, its leader included. */
  double getCommitWaitersMean();

  /** The most threads that waited for one commit. */
  long getCommitWaitersMax();

  /** Pages that were stored to and committed, in bytes. */
  long getCommittedBytes();

  /** How long a commit took on average since the pool was opened, in microseconds. */
  double getCommitMicrosMean();

  /** Half of the commits of the last one to two minutes took at most that long, in microseconds. */
  double getCommitMicrosP50();

  /** 99 of 100 commits of the last one to two minutes took at most that long, in microseconds. */
  double getCommitMicrosP99();

  /** The longest commit of the last one to two minutes, in microseconds. */
  double getCommitMicrosMax();

  // ---- what can be done to it

  /**
   * Makes the pool larger while it is used; never smaller.
   *
   * @param size of the whole pool, such as {@code 2 GiB}; a bare number is bytes
   * @throws IllegalArgumentException if that is no size, or gains nothing
   * @throws IllegalStateException if there is no room for it; the pool is as it was
   */
  void grow(String size);

  /**
   * Copies the pool to a new file, as it is at one instant, while it is used.
   *
   * @param file absolute, or from the working directory of the JVM that has the pool; there must be
   *     nothing
   * @return how much was copied, how long it took, and how long writers paused
   * @throws IllegalStateException if it can't be made there; there is no new file then
   */
  String snapshot(String file);

  /**
   * The same, on request without copying what the file system can share between the two files (xfs,
   * btrfs). From then on, until the snapshot is deleted or the pool is opened anew, the pool needs
   * room on that file system for each page that it changes: if it is full the JVM may die. The room
   * for all of it is there when this returns.
   *
   * @param file as above, on the file system of the pool
   * @param reflink whether to share; what can't be shared is copied
   * @return the same, and how many chunks share the pool's storage
   * @throws IllegalStateException if it can't be made there; there is no new file then
   */
  String snapshot(String file, boolean reflink);

  // ---- what recovery found

  /** How long recovery took when the pool was opened, in milliseconds. */
  long getRecoveryMillis();

  /** Whether the pool had been closed before it was opened. */
  boolean isRecoveryClean();

  /** Entries that recovery found. */
  long getRecoveredEntries();

  /** Records that recovery dropped for a newer version of the key, or its removal. */
  long getRecoverySuperseded();

  /** Records that recovery dropped because a crash had cut them off, or they are damaged. */
  long getRecoveryUnfinished();

  /** Words and records that recovery found to say what can't be. */
  long getRecoveryDamaged();
}
