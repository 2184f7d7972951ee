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

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.ReadOnlyPoolFile;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Progress;
import picocli.CommandLine.Command;

/** Reads every byte that counts. */
@Command(
    name = "check",
    description = {
      "Reads the whole pool, compares each record with its checksum, and says whether the pool is sound.",
      "Ends with 0 if it is, 1 if it is damaged. What a kill left half done is no damage."
    })
final class CheckCommand extends PoolCommand {

  @Override
  public Integer call() throws IOException {
    try (ReadOnlyPoolFile file = ReadOnlyPoolFile.open(pool)) {
      PoolCheckReport report = check(Pool.mount(file.medium()));
      if (json) {
        printJson(generator -> write(generator, report));
      } else {
        print(report);
      }
      return report.isSound() ? ExitCode.OK : ExitCode.NO;
    }
  }

  private PoolCheckReport check(Pool mounted) {
    try (Progress progress = progress("check", 0)) {
      return PoolCheck.run(
          mounted,
          records -> {
            progress.total(records);
            progress.advance(1);
          });
    }
  }

  private void print(PoolCheckReport report) {
    report.problems().forEach(out()::println);
    line("header", report.headerBytes(), report);
    line("directories", report.directoryBytes(), report);
    line("live records", report.liveBytes(), report);
    line("free", report.freeBytes(), report);
    out()
        .println(
            Amounts.count(report.totalEntries(), "entry", "entries")
                + "; closed "
                + (report.clean() ? "cleanly" : "by a kill")
                + "; recovery has "
                + report.unfinished()
                + " unfinished and "
                + report.superseded()
                + " superseded records to take away");
    out()
        .println(
            report.isSound()
                ? "The pool is sound."
                : "The pool is damaged: "
                    + Amounts.count(report.problems().size(), "problem", "problems")
                    + ".");
    out().flush();
  }

  private void line(String what, long bytes, PoolCheckReport report) {
    out()
        .printf(
            "%-13s %10s  %6s%n",
            what, Amounts.bytes(bytes), Amounts.share(bytes, report.poolBytes()));
  }

  private static void write(JsonGenerator json, PoolCheckReport report) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("sound", report.isSound());
    json.writeBooleanField("clean", report.clean());
    json.writeNumberField("poolBytes", report.poolBytes());
    json.writeNumberField("headerBytes", report.headerBytes());
    json.writeNumberField("directoryBytes", report.directoryBytes());
    json.writeNumberField("liveBytes", report.liveBytes());
    json.writeNumberField("freeBytes", report.freeBytes());
    json.writeNumberField("entries", report.totalEntries());
    json.writeNumberField("unfinished", report.unfinished());
    json.writeNumberField("superseded", report.superseded());
    json.writeArrayFieldStart("problems");
    for (String problem : report.problems()) {
      json.writeString(problem);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
