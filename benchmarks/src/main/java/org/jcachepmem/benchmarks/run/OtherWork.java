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
package org.jcachepmem.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What else the machine's processors did since this was made: other programs, other guests of its
 * host, and the system for itself. Figures that were measured beside such work say little: where
 * the system shares processors by session, one program of low priority takes half of them.
 */
final class OtherWork {
  /** Processor time of all, in ticks: user, nice, system, idle, waiting, interrupts, stolen. */
  private static final Path ALL = Path.of("/proc/stat");

  /** That of this process and of the children that have ended, in ticks. */
  private static final Path OWN = Path.of("/proc/self/stat");

  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int STOLEN = 7;

  /** After the name in parentheses: user, system, and the same of the children. */
  private static final int OWN_FIRST = 11;

  private static final int OWN_LAST = 14;

  private final Ticks before;

  OtherWork() throws IOException {
    before = Ticks.now();
  }

  /** The share of all processors' time, in words. */
  String text() throws IOException {
    Ticks now = Ticks.now();
    long all = now.all - before.all;
    if (all <= 0) {
      return "unknown";
    }
    long others = now.busy - before.busy - (now.own - before.own);
    return "%d %%".formatted(Math.max(0, Math.round(100.0 * others / all)));
  }

  /** Processor time up to some moment. */
  private record Ticks(long all, long busy, long own) {
    static Ticks now() throws IOException {
      if (!Files.isReadable(ALL) || !Files.isReadable(OWN)) {
        return new Ticks(0, 0, 0);
      }
      String[] every = Files.readAllLines(ALL).get(0).split("\\s+");
      long all = 0;
      long busy = 0;
      for (int i = 0; i <= STOLEN; i++) {
        long ticks = Long.parseLong(every[i + 1]);
        all += ticks;
        busy += i == IDLE || i == WAITING ? 0 : ticks;
      }
      String self = Files.readString(OWN);
      String[] words = self.substring(self.lastIndexOf(')') + 1).strip().split("\\s+");
      long own = 0;
      for (int i = OWN_FIRST; i <= OWN_LAST; i++) {
        own += Long.parseLong(words[i]);
      }
      return new Ticks(all, busy, own);
    }
  }
}
