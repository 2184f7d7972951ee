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
package org.jcachepmem.tools.shown;

import java.util.Iterator;
import java.util.function.Consumer;
import org.jcachepmem.tools.shown.Shown.Again;
import org.jcachepmem.tools.shown.Shown.Broken;
import org.jcachepmem.tools.shown.Shown.Constant;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Mapping;
import org.jcachepmem.tools.shown.Shown.Nothing;
import org.jcachepmem.tools.shown.Shown.Pair;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.jcachepmem.tools.shown.Shown.Scalar;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jcachepmem.tools.shown.Shown.Structure;
import org.jcachepmem.tools.terminal.Printable;

/** One line of text for a shown value, cut off at a length. */
public final class ShownText {
  private static final int MOST_HEX_BYTES = 32;
  private static final String CUT = "...";

  private final StringBuilder text = new StringBuilder();
  private final int most;

  private ShownText(int most) {
    this.most = most;
  }

  /**
   * The text.
   *
   * @param most characters after which it is cut off
   */
  public static String of(Shown shown, int most) {
    ShownText writer = new ShownText(most);
    writer.append(shown);
    return writer.text.length() <= most
        ? writer.text.toString()
        : writer.text.substring(0, whole(writer.text, Math.max(0, most - CUT.length()))) + CUT;
  }

  /** No half of a character that takes two. */
  private static int whole(StringBuilder text, int length) {
    return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }

  private boolean isFull() {
    return text.length() > most;
  }

  private void append(Shown shown) {
    if (isFull()) {
      return;
    }
    if (shown instanceof Nothing) {
      text.append("null");
    } else if (shown instanceof Scalar scalar) {
      scalar(scalar.value());
    } else if (shown instanceof Raw raw) {
      hex(raw.bytes());
    } else if (shown instanceof Constant constant) {
      text.append(simple(constant.className())).append('.').append(Printable.of(constant.name()));
    } else if (shown instanceof Structure structure) {
      text.append(simple(structure.className()));
      list('{', structure.fields().iterator(), this::field, '}');
    } else if (shown instanceof Sequence sequence) {
      list('[', sequence.elements().iterator(), this::append, ']');
    } else if (shown instanceof Mapping mapping) {
      list('{', mapping.pairs().iterator(), this::pair, '}');
    } else if (shown instanceof Again again) {
      text.append("(again ").append(simple(again.className())).append(')');
    } else if (shown instanceof Broken broken) {
      text.append('(').append(Printable.of(broken.why())).append(": ");
      hex(broken.bytes());
      text.append(')');
    }
  }

  private <T> void list(char open, Iterator<T> parts, Consumer<T> part, char close) {
    text.append(open);
    while (parts.hasNext() && !isFull()) {
      part.accept(parts.next());
      if (parts.hasNext()) {
        text.append(", ");
      }
    }
    text.append(close);
  }

  private void field(Field field) {
    text.append(Printable.of(field.name())).append('=');
    append(field.value());
  }

  private void pair(Pair pair) {
    append(pair.key());
    text.append(": ");
    append(pair.value());
  }

  private void scalar(Object value) {
    if (!(value instanceof String string)) {
      text.append(value);
      return;
    }
    text.append('"');
    for (int i = 0; i < string.length() && !isFull(); i++) {
      character(string.charAt(i));
    }
    text.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '"', '\\' -> text.append('\\').append(c);
      default -> Printable.append(text, c);
    }
  }

  private void hex(byte[] bytes) {
    text.append(bytes.length).append(bytes.length == 1 ? " byte" : " bytes");
    for (int i = 0; i < Math.min(bytes.length, MOST_HEX_BYTES); i++) {
      text.append(i == 0 ? " " : "").append(String.format("%02x", bytes[i]));
    }
    text.append(bytes.length > MOST_HEX_BYTES ? CUT : "");
  }

  private static String simple(String className) {
    boolean isName = className.indexOf(' ') < 0; // a proxy has several
    return Printable.of(isName ? className.substring(className.lastIndexOf('.') + 1) : className);
  }
}
