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
package org.jcachepmem.tools;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jcachepmem.tools.command.Commands;
import org.jcachepmem.tools.command.Failures;
import org.jcachepmem.tools.terminal.StandardOutput;
import picocli.CommandLine;

/** The program. */
public final class Tools {
  private Tools() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Names and texts are what they are in the pool, whatever the locale.
    PrintWriter out = new PrintWriter(new StandardOutput(), false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Commands.line().setOut(out).setErr(err), arguments));
  }

  /** Runs one command; nothing that it threw comes out but as a message and an exit code. */
  static int run(CommandLine line, String... arguments) {
    try {
      int code = line.execute(arguments);
      line.getOut().flush();
      return code;
    } catch (RuntimeException | Error e) {
      // What picocli does not catch, and what is thrown where the output is flushed.
      return Failures.tell(e, line, List.of(arguments).contains("--stacktrace"));
    }
  }
}
