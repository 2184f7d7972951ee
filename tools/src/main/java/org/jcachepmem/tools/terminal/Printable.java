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

/**
 * Text from a pool or another process, made harmless: a control character could do anything to a
 * terminal, and one of format turn what is shown around.
 */
public final class Printable {
  private Printable() {}

  /** The text with such characters as their escapes. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      append(printable, text.charAt(i));
    }
    return printable.toString();
  }

  /** Appends a character, or its escape. */
  public static void append(StringBuilder to, char c) {
    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
      to.append(String.format("\\u%04x", (int) c));
    } else {
      to.append(c);
    }
  }
}
