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
package org.jcachepmem.allocator.medium;

/**
 * A line with stores that are not durable yet.
 *
 * @param offset pool-relative offset of the line
 * @param steps pending stores (a copy counts once)
 * @param flushed whether some thread has flushed all of them and only a fence is missing
 * @param touchedBytes which of the 64 bytes they touch, a bit for each
 */
public record PendingLine(long offset, int steps, boolean flushed, long touchedBytes) {

  /** Whether a pending store touches a byte of {@code [from, to)}. */
  boolean touches(long from, long to) {
    for (int i = 0; i < Pages.LINE_BYTES; i++) {
      if ((touchedBytes >>> i & 1) != 0 && offset + i >= from && offset + i < to) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return String.format(
        "line at %d: %d store(s) %s, bytes %016x",
        offset, steps, flushed ? "flushed, no fence" : "not flushed", touchedBytes);
  }
}
