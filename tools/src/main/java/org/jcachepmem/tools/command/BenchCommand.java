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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jcachepmem.allocator.medium.FileAllocation;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.MediumFacts;
import org.jcachepmem.tools.measure.Figure;
import org.jcachepmem.tools.measure.MediumTrial;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Progress;
import org.jcachepmem.tools.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The medium's speed. */
@Command(
    name = "bench",
    description = {
      "Measures what the medium of a directory can do, with libpmem if it is installed and with the JDK's"
          + " mapping: what a fence costs, which is what a durable put waits for, and how fast bytes are"
          + " copied. Makes a file there, and removes it."
    })
final class BenchCommand extends ToolCommand {
  private static final long NANOS = 1_000_000_000L;
  private static final long LEAST_BYTES = 4L << 20;
  private static final long PAGE_BYTES = 4096;

  @Parameters(index = "0", paramLabel = "DIRECTORY", description = "Where a pool would be.")
  Path directory;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Size of the file. Default: ${DEFAULT-VALUE}.")
  long size = 64 << 20;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long it takes, about. Default: ${DEFAULT-VALUE}.")
  double seconds = 8;

  private record Result(MediumFacts facts, List<Figure> figures) {}

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new ToolFailure(ExitCode.CANNOT_OPEN, directory + " is no directory");
    }
    if (size < LEAST_BYTES || seconds <= 0) {
      throw new ToolFailure(ExitCode.USAGE, "--size is at least 4 MiB, and --seconds more than 0");
    }
    List<MediumChoice> choices = new ArrayList<>(List.of(MediumChoice.JDK));
    if (Media.hasLibpmem()) {
      choices.add(0, MediumChoice.LIBPMEM);
    }
    List<Result> results = new ArrayList<>();
    int figures = choices.size() * MediumTrial.FIGURES;
    try (Progress progress = progress("bench", figures)) {
      for (MediumChoice choice : choices) {
        results.add(measure(choice, (long) (seconds * NANOS / figures), progress));
      }
    }
    if (json) {
      printJson(generator -> write(generator, results));
    } else {
      results.forEach(this::print);
      if (!Media.hasLibpmem()) {
        out().println("Without libpmem: " + Media.whyNoLibpmem() + ".");
      }
    }
    return ExitCode.OK;
  }

  private Result measure(MediumChoice choice, long nanosEach, Progress progress)
      throws IOException {
    Path file = Files.createTempFile(directory, "jcache-pmem-bench-", ".tmp");
    file.toFile().deleteOnExit(); // also if it is interrupted
    try {
      FileAllocation.ofSystem().allocate(file, 0, size & -PAGE_BYTES);
      try (Medium medium = Media.open(file, choice)) {
        return new Result(medium.facts(), MediumTrial.run(medium, nanosEach, progress::advance));
      }
    } finally {
      Files.delete(file);
    }
  }

  private void print(Result result) {
    MediumFacts facts = result.facts();
    out()
        .println(
            facts.detail()
                + ": "
                + (facts.persistentMemory()
                    ? "persistent memory, written back line by line"
                    : "no persistent memory, written back page by page through the system"));
    Table table = new Table("", ">median", ">99 %", ">a second");
    for (Figure figure : result.figures()) {
      table.row(
          figure.what(),
          Amounts.nanos(figure.medianNanos()),
          Amounts.nanos(figure.p99Nanos()),
          figure.bytes() == 0
              ? Amounts.count((long) (1e9 / Math.max(1, figure.medianNanos())))
              : String.format(Locale.ROOT, "%s", Amounts.bytes((long) figure.bytesPerSecond())));
    }
    table.print(out());
    out().println();
  }

  private static void write(JsonGenerator json, List<Result> results) throws IOException {
    json.writeStartArray();
    for (Result result : results) {
      json.writeStartObject();
      json.writeStringField("medium", result.facts().detail());
      json.writeBooleanField("persistentMemory", result.facts().persistentMemory());
      json.writeArrayFieldStart("figures");
      for (Figure figure : result.figures()) {
        json.writeStartObject();
        json.writeStringField("what", figure.what());
        json.writeNumberField("bytes", figure.bytes());
        json.writeNumberField("runs", figure.runs());
        json.writeNumberField("medianNanos", figure.medianNanos());
        json.writeNumberField("p99Nanos", figure.p99Nanos());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
