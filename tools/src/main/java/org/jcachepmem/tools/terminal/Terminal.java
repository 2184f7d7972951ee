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
package org.jcachepmem.tools.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether somebody is looking, and how much they see. */
public final class Terminal {
  /** Standard output. */
  public static final int OUTPUT = 1;

  /** Standard error. */
  public static final int ERROR = 2;

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final File TERMINAL = new File("/dev/tty");
  private static final int DEFAULT_COLUMNS = 80;
  private static final int DEFAULT_ROWS = 24;
  private static final long STTY_SECONDS = 2;

  private Terminal() {}

  /** Whether that descriptor of this process is a terminal. */
  public static boolean isTerminal(int descriptor) {
    if (!Files.exists(DESCRIPTORS)) {
      return System.console() != null;
    }
    String target = target(descriptor);
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  /** Whether that descriptor of this process is a pipe or a socket, as far as the system says. */
  static boolean isPipe(int descriptor) {
    String target = target(descriptor);
    return target.startsWith("pipe:") || target.startsWith("socket:");
  }

  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor))).toString();
    } catch (IOException e) {
      return ""; // closed, or not Linux
    }
  }

  /** How many characters a line of the terminal has. */
  public static int columns() {
    return size()[1];
  }

  /** Rows and columns of the terminal; 24 and 80 if nobody knows. */
  public static int[] size() {
    int[] stty = stty();
    if (stty != null) {
      return stty;
    }
    String columns = System.getenv("COLUMNS");
    boolean known = columns != null && columns.matches("[1-9]\\d{0,3}");
    return new int[] {DEFAULT_ROWS, known ? Integer.parseInt(columns) : DEFAULT_COLUMNS};
  }

  private static int @Nullable [] stty() {
    if (!TERMINAL.exists() || !isTerminal(OUTPUT) && !isTerminal(ERROR)) {
      return null;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (!stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS) || !answer.matches("[1-9]\\d* [1-9]\\d*")) {
        return null;
      }
      String[] words = answer.split(" ");
      return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
    } catch (IOException e) {
      return null; // no stty here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
