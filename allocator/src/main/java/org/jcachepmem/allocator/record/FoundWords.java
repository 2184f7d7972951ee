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

import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.pool.DamagedWordException;
import org.jcachepmem.allocator.pool.Pool;

/** Reads the words of a pool that a scan begins with, and tells of those that are damaged. */
final class FoundWords {
  private static final int UNNUMBERED = -1;

  private final Pool pool;
  private final ScanFindings findings;

  FoundWords(Pool pool, ScanFindings findings) {
    this.pool = pool;
    this.findings = findings;
  }

  long read(long offset, long ifDamaged, String what) {
    return read(offset, ifDamaged, ifDamaged, what, UNNUMBERED);
  }

  /** What it is, is put into words only if it is damaged. */
  long read(long offset, long ifDamaged, long ifUnreadable, String what, int number) {
    try {
      return pool.read(offset);
    } catch (DamagedWordException e) {
      findings.damaged(offset, number == UNNUMBERED ? what : what + " " + number);
      if (e.isUnreadable()) {
        findings.unreadableLine(offset & -ChunkLayout.LINE_BYTES, ChunkLayout.LINE_BYTES);
      }
      return e.isUnreadable() ? ifUnreadable : ifDamaged;
    }
  }
}
