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
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jcachepmem.tools.terminal.Terminal;
import org.jcachepmem.tools.watch.Bean;
import org.jcachepmem.tools.watch.Jvm;
import org.jcachepmem.tools.watch.NoSuchJvmException;
import org.jcachepmem.tools.watch.Sample;
import org.jcachepmem.tools.watch.Screen;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A running application's pools. */
@Command(
    name = "top",
    description = {
      "Watches the pools and caches of a running JVM over JMX, until Ctrl-C. Caches are shown whose"
          + " statistics are enabled.",
      "Ends with 1 if there is no such JVM, or it has no pool and no cache, or it ends."
    })
final class TopCommand extends ToolCommand {
  private static final String OTHER_SCREEN = "\u001b[?1049h";
  private static final String FIRST_SCREEN = "\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final double MILLIS = 1000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "JVM",
      description = "A process id, host:port of a JMX agent, or a JMX service URL.")
  @Nullable String target;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "How long from one look to the next. Default: ${DEFAULT-VALUE}.")
  double interval = 1;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many looks. Default: never; with --json each is a line.")
  long count = Long.MAX_VALUE;

  private boolean onOtherScreen;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (target == null) {
      throw new ToolFailure(ExitCode.USAGE, "which JVM? Running here: " + Jvm.running());
    }
    if (interval <= 0 || count < 1) {
      throw new ToolFailure(ExitCode.USAGE, "--interval is more than 0, and --count at least 1");
    }
    Thread restore = new Thread(this::leaveScreen);
    try (Jvm jvm = Jvm.connect(target)) {
      Sample first = Sample.of(jvm);
      if (first.isEmpty()) {
        throw new ToolFailure(
            ExitCode.NO,
            "JVM "
                + target
                + " has no open pool of jcache-pmem, and no cache whose statistics are enabled");
      }
      Runtime.getRuntime().addShutdownHook(restore);
      watch(jvm, first);
      return ExitCode.OK;
    } catch (NoSuchJvmException e) {
      throw new ToolFailure(ExitCode.NO, String.valueOf(e.getMessage()), e);
    } catch (java.rmi.RemoteException e) {
      throw new ToolFailure(ExitCode.NO, "JVM " + target + " has ended", e);
    } finally {
      leaveScreen();
    }
  }

  private void watch(Jvm jvm, Sample first) throws IOException, InterruptedException {
    Sample before = null;
    Sample now = first;
    for (long look = 1; ; look++) {
      show(now, before);
      if (look >= count) {
        return;
      }
      Thread.sleep((long) (interval * MILLIS));
      before = now;
      now = Sample.of(jvm);
    }
  }

  private void show(Sample now, @Nullable Sample before) throws IOException {
    if (json) {
      printJsonLine(generator -> write(generator, now));
      return;
    }
    List<String> lines = Screen.of(now, before);
    String head =
        "jcache-pmem top, JVM " + target + ", " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS);
    if (!Terminal.isTerminal(Terminal.OUTPUT)) {
      out().println(head);
      lines.forEach(out()::println);
      out().println();
    } else {
      draw(head, lines);
    }
    out().flush();
  }

  private synchronized void draw(String head, List<String> lines) {
    int[] size = Terminal.size();
    out().print(onOtherScreen ? HOME : OTHER_SCREEN + HOME);
    onOtherScreen = true;
    out().print(cut(head, size[1]) + REST_OF_LINE);
    for (String line : lines.subList(0, Math.min(lines.size(), size[0] - 1))) {
      out().print("\r\n" + cut(line, size[1]) + REST_OF_LINE);
    }
    out().print(REST_OF_SCREEN);
  }

  private static String cut(String line, int columns) {
    return line.length() <= columns ? line : line.substring(0, columns);
  }

  private synchronized void leaveScreen() {
    if (onOtherScreen) {
      onOtherScreen = false;
      out().print(FIRST_SCREEN);
      out().flush();
    }
  }

  private static void write(JsonGenerator json, Sample sample) throws IOException {
    json.writeStartObject();
    write(json, "pools", sample.pools());
    write(json, "caches", sample.caches());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<Bean> beans) throws IOException {
    json.writeArrayFieldStart(name);
    for (Bean bean : beans) {
      json.writeStartObject();
      json.writeStringField("name", bean.name());
      for (Map.Entry<String, Object> value : bean.values().entrySet()) {
        json.writeFieldName(value.getKey());
        if (value.getValue() instanceof Float number && !Float.isFinite(number)
            || value.getValue() instanceof Double real && !Double.isFinite(real)) {
          json.writeNull();
        } else {
          json.writePOJO(value.getValue());
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
