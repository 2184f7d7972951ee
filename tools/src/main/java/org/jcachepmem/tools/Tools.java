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
import org.jcachepmem.tools.command.Commands;
import org.jcachepmem.tools.command.ExitCode;
import picocli.CommandLine;

/** The program. */
public final class Tools {
  private Tools() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Names and texts are what they are in the pool, whatever the locale.
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(Commands.line().setOut(out).setErr(err), arguments);
    out.flush();
    System.exit(code);
  }

  private static int run(CommandLine line, String[] arguments) {
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      line.getErr().println("the heap is too small: start java with a larger -Xmx");
      return ExitCode.FAILED;
    }
  }
}
