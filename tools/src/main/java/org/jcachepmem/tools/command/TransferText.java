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
package org.jcachepmem.tools.command;

import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;
import org.jcachepmem.tools.terminal.Amounts;

/** How a transfer is told of. */
final class TransferText {
  private TransferText() {}

  static String of(DumpEnd end) {
    return Amounts.count(end.records(), "entry", "entries")
        + " of "
        + Amounts.count(end.caches(), "cache", "caches");
  }

  static String of(DumpEnd end, String into) {
    return of(end) + " put into " + into;
  }

  /**
   * What was left out.
   *
   * @param parts of what is damaged, how much is no entry that could be read at all
   */
  static String damaged(DumpEnd end, long parts) {
    long entries = end.damaged() - parts;
    boolean isOne = entries == 1;
    String left =
        entries == 0
            ? ""
            : Amounts.count(entries, "damaged entry", "damaged entries")
                + (isOne ? " was left out." : " were left out.");
    return parts == 0 ? left : (left + " " + parts(parts)).strip();
  }

  static String parts(long parts) {
    return Amounts.count(parts, "part", "parts")
        + " of the pool "
        + (parts == 1 ? "is" : "are")
        + " damaged, and entries may be missing for it: see jcache-pmem check.";
  }
}
