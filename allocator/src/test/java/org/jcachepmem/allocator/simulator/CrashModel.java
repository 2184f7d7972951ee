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
package org.jcachepmem.allocator.simulator;

import org.jcachepmem.allocator.medium.MediumFacts;

/**
 * What a crash keeps of stores that were not fenced: the assumptions M1 to M6 of
 * docs/crash-consistency.md, each as a machine.
 *
 * <p>A <i>unit</i> is what reaches the medium independently of the rest. Of a line, a crash keeps
 * the stores up to some ordering point of their thread and any subset of those that follow it up to
 * the next; of a sector or a page, the stores up to any one of them.
 */
public enum CrashModel {
  /** kill -9: every executed store survives; a crash point before each store. */
  KILL(6, false, false, true),

  /** Persistent memory whose caches are lost: lines survive in parts until flushed and fenced. */
  ADR(6, false, false, false),

  /**
   * Persistent memory whose caches are kept: stores survive in order, but those that go around the
   * caches wait for a fence. A crash point before each store.
   */
  EADR(6, false, true, true),

  /** A disk behind the page cache, which tears pages into sectors of 512 bytes. */
  SECTORS(9, true, false, false),

  /** A disk behind the page cache, which writes pages of 4 KiB as a whole. */
  PAGES(12, true, false, false);

  private static final int PAGE_SHIFT = 12;

  final int unitShift;
  public final boolean isPaged;
  final boolean keepsCaches;
  final boolean crashesAtStores;
  private final MediumFacts facts;

  CrashModel(int unitShift, boolean isPaged, boolean keepsCaches, boolean crashesAtStores) {
    this.unitShift = unitShift;
    this.isPaged = isPaged;
    this.keepsCaches = keepsCaches;
    this.crashesAtStores = crashesAtStores;
    facts = new MediumFacts("simulated", !isPaged, keepsCaches, isPaged, "simulated, " + this);
  }

  int unitBytes() {
    return 1 << unitShift;
  }

  /** Units that a write-back takes together: a page's sectors. */
  int unitsPerFlush() {
    return isPaged ? 1 << (PAGE_SHIFT - unitShift) : 1;
  }

  MediumFacts facts() {
    return facts;
  }
}
