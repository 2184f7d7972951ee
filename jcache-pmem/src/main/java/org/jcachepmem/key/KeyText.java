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
package org.jcachepmem.key;

import java.util.HexFormat;

/** Keys in a few characters, for messages. */
final class KeyText {

  private static final int MAX_CHARS = 64;

  private KeyText() {}

  /** The printable characters if that is what the bytes mostly are, else hexadecimal. */
  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length && text.length() < MAX_CHARS; i++) {
      if (bytes[i] >= ' ' && bytes[i] < 127) {
        text.append((char) bytes[i]);
      }
    }
    if (bytes.length > 0
        && text.length() >= Math.min(bytes.length, MAX_CHARS) - 2
        && !text.isEmpty()) {
      return '"' + text.toString() + '"' + (bytes.length > MAX_CHARS ? "..." : "");
    }
    int shown = Math.min(bytes.length, MAX_CHARS / 2);
    return "0x" + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..." : "");
  }

  /** The class and what the object says of itself. */
  static String of(Object key) {
    String text;
    try {
      text = String.valueOf(key);
    } catch (RuntimeException e) {
      text = "(its toString failed: " + e.getClass().getName() + ")";
    }
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
  }
}
