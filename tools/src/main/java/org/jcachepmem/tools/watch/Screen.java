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
package org.jcachepmem.tools.watch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Printable;
import org.jcachepmem.tools.terminal.Table;
import org.jspecify.annotations.Nullable;

/** A sample as lines of text. */
public final class Screen {
  private static final int BAR = 30;

  private final Sample now;
  private final @Nullable Sample before;
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private Screen(Sample now, @Nullable Sample before) {
    this.now = now;
    this.before = before;
  }

  /** The lines; rates are from {@code before} to {@code now}. */
  public static List<String> of(Sample now, @Nullable Sample before) {
    Screen screen = new Screen(now, before);
    now.pools().forEach(screen::pool);
    screen.caches();
    screen.out.flush();
    return screen.text.toString().lines().toList();
  }

  private String rate(Bean bean, String attribute) {
    return String.format(Locale.ROOT, "%,.0f/s", now.rate(before, bean, attribute));
  }

  private void line(String label, String words) {
    out.printf("  %-10s %s%n", label, words);
  }

  private static String count(Bean bean, String attribute) {
    return Amounts.count((long) bean.number(attribute));
  }

  private static String bytes(Bean bean, String attribute) {
    return Amounts.bytes((long) bean.number(attribute));
  }

  private static String micros(Bean bean, String attribute) {
    return Amounts.nanos(1e3 * bean.number(attribute));
  }

  private void pool(Bean pool) {
    out.println(
        Printable.of(
            "pool " + pool.name() + ", " + pool.text("Medium") + ", " + pool.text("Durability")));
    line("room", room(pool));
    line(
        "entries",
        count(pool, "Entries")
            + " of "
            + count(pool, "Caches")
            + " caches; index "
            + bytes(pool, "IndexBytes")
            + " of "
            + bytes(pool, "IndexMaxBytes")
            + " of heap");
    line(
        "gone",
        "evicted "
            + rate(pool, "Evictions")
            + " (for space "
            + rate(pool, "EvictionsForSpace")
            + ", quota "
            + rate(pool, "EvictionsForQuota")
            + ", heap "
            + rate(pool, "EvictionsForHeap")
            + ", another class "
            + rate(pool, "EvictionsForRelocation")
            + "), expired "
            + rate(pool, "ExpiredEntries"));
    line(
        "trouble",
        "refused puts "
            + count(pool, "RefusedPuts")
            + ", damaged "
            + count(pool, "DamagedEntries")
            + ", no longer decodable "
            + count(pool, "DecodeFailures"));
    line(
        "medium",
        "fences "
            + rate(pool, "Fences")
            + ", flushes "
            + rate(pool, "Flushes")
            + ", native calls "
            + rate(pool, "NativeCalls"));
    line(
        "commits",
        rate(pool, "Commits")
            + String.format(Locale.ROOT, ", %.1f waiting, ", pool.number("CommitWaitersMean"))
            + "median "
            + micros(pool, "CommitMicrosP50")
            + ", 99 % "
            + micros(pool, "CommitMicrosP99"));
    line("recovery", recovery(pool));
    out.println();
  }

  private static String room(Bean pool) {
    double size = Math.max(1, pool.number("SizeBytes"));
    int full = (int) Math.min(BAR, Math.round(BAR * pool.number("UsedBytes") / size));
    return "["
        + "#".repeat(full)
        + ".".repeat(BAR - full)
        + "] "
        + bytes(pool, "UsedBytes")
        + " of "
        + bytes(pool, "SizeBytes")
        + String.format(Locale.ROOT, ", %.0f %% fragmented, ", 100 * pool.number("Fragmentation"))
        + bytes(pool, "SettleBacklogBytes")
        + " to settle";
  }

  private static String recovery(Bean pool) {
    String state = pool.is("RecoveryClean") ? " after a clean close" : " after a kill";
    return count(pool, "RecoveredEntries")
        + " entries in "
        + count(pool, "RecoveryMillis")
        + " ms"
        + (pool.is("Recovering") ? ", still recovering" : state)
        + (pool.is("Indexing") ? ", still indexing" : "")
        + (pool.has("Usable") && !pool.is("Usable") ? "; THE MEDIUM HAS FAILED" : "");
  }

  private void caches() {
    if (now.caches().isEmpty()) {
      out.println("No cache has statistics: set caches.default.statistics = true.");
      return;
    }
    Table table =
        new Table(
            "cache",
            ">entries",
            ">gets",
            ">hits",
            ">puts",
            ">removals",
            ">evictions",
            ">get",
            ">put");
    for (Bean cache : now.caches()) {
      double hits = now.rate(before, cache, "CacheHits");
      double gets = now.rate(before, cache, "CacheGets");
      table.row(
          cache.name(),
          cache.has("Entries") ? count(cache, "Entries") : "",
          rate(cache, "CacheGets"),
          gets == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * hits / gets),
          rate(cache, "CachePuts"),
          rate(cache, "CacheRemovals"),
          rate(cache, "CacheEvictions"),
          micros(cache, "AverageGetTime"),
          micros(cache, "AveragePutTime"));
    }
    table.print(out);
  }
}
