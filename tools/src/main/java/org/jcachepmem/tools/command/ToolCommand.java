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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jcachepmem.tools.shown.ShownJson;
import org.jcachepmem.tools.terminal.Progress;
import org.jcachepmem.tools.terminal.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have. */
abstract class ToolCommand implements Callable<Integer> {
  private static final JsonFactory JSON =
      ShownJson.factory().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print JSON, for programs.")
  boolean json;

  @Option(
      names = "--stacktrace",
      description = "With a failure, print where in the program it was.")
  boolean stacktrace;

  boolean wantsStackTrace() {
    return stacktrace;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  Progress progress(String what, long total) {
    return new Progress(err(), what, total, !json && Terminal.isTerminal(Terminal.ERROR));
  }

  /** Prints one JSON document. */
  void printJson(JsonBody body) throws IOException {
    print(body, new DefaultPrettyPrinter());
  }

  /** Prints one JSON document in one line. */
  void printJsonLine(JsonBody body) throws IOException {
    print(body, new MinimalPrettyPrinter());
  }

  private void print(JsonBody body, PrettyPrinter printer) throws IOException {
    try (JsonGenerator generator = JSON.createGenerator(out())) {
      generator.setPrettyPrinter(printer);
      body.write(generator);
    }
    out().println();
    out().flush();
  }

  /** Writes one value. */
  @FunctionalInterface
  interface JsonBody {
    void write(JsonGenerator generator) throws IOException;
  }
}
