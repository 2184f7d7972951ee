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

import java.io.ObjectStreamConstants;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.tools.shown.Shown.Again;
import org.jcachepmem.tools.shown.Shown.Broken;
import org.jcachepmem.tools.shown.Shown.Constant;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Nothing;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.jcachepmem.tools.shown.Shown.Scalar;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jcachepmem.tools.shown.Shown.Structure;
import org.jcachepmem.tools.shown.StreamClass.FieldType;
import org.jcachepmem.tools.shown.StreamInput.MalformedStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a serialised object apart by the grammar of the Java Object Serialization Specification,
 * section 6.4, without any class of it.
 *
 * <p>One thing the grammar leaves open: whether a class that writes in its own way wrote its fields
 * first, as nearly all do. That is tried, and if what follows makes no sense, the other. A budget
 * ends what somebody made to be tried for ever.
 */
final class JavaStream implements ObjectStreamConstants {
  static final int MOST_DEPTH = 500;

  /** What is longer is shown once only, or a few bytes could be shown as many. */
  private static final int MOST_REPEATED = 200;

  private static final int MOST_FIELDS = 1 << 16;

  private final StreamInput in;
  private final List<Object> handles = new ArrayList<>();
  private int depth;

  private JavaStream(StreamInput in) {
    this.in = in;
  }

  /** The object that begins at {@code from}, or what is wrong with it. */
  static Shown read(byte[] bytes, int from) {
    StreamInput in = new StreamInput(bytes, from);
    try {
      if (in.s2() != STREAM_MAGIC || in.s2() != STREAM_VERSION) {
        throw new MalformedStream("no stream of Java serialization");
      }
      Shown object = new JavaStream(in).content(in.u1());
      return in.remaining() == 0
          ? object
          : new Structure("(stream)", List.of(new Field("object", object), rest(in)));
    } catch (MalformedStream e) {
      return new Broken(
          "not readable as Java serialization, " + e.getMessage(),
          java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }
  }

  private static Field rest(StreamInput in) {
    return new Field("(rest)", new Raw(in.rest()));
  }

  private Shown content(int code) {
    if (depth >= MOST_DEPTH) {
      throw new MalformedStream("nested too deeply");
    }
    depth++;
    try {
      return switch (code) {
        case TC_NULL -> new Nothing();
        case TC_REFERENCE -> again(reference());
        case TC_STRING -> string(in.utf());
        case TC_LONGSTRING -> string(in.utf(in.s8()));
        case TC_ENUM -> constant();
        case TC_ARRAY -> array();
        case TC_OBJECT -> object();
        case TC_CLASS -> classObject();
        case TC_CLASSDESC, TC_PROXYCLASSDESC ->
            new Constant("java.io.ObjectStreamClass", describedClass(code).name());
        case TC_BLOCKDATA -> new Raw(in.bytes(in.u1()), true);
        case TC_BLOCKDATALONG -> new Raw(in.bytes(in.s4()), true);
        default -> throw new MalformedStream("code " + code + " at " + (in.position() - 1));
      };
    } finally {
      depth--;
    }
  }

  private Object reference() {
    int index = in.s4() - baseWireHandle;
    if (index < 0 || index >= handles.size()) {
      throw new MalformedStream("a reference to nothing");
    }
    return handles.get(index);
  }

  private static Shown again(Object target) {
    if (target instanceof StreamClass described) {
      return new Constant("java.io.ObjectStreamClass", described.name());
    }
    if (target instanceof Scalar scalar && lengthOf(scalar.value()) > MOST_REPEATED) {
      return new Again(scalar.value().getClass().getName());
    }
    return target instanceof Raw raw && raw.bytes().length > MOST_REPEATED
        ? new Again("[B")
        : (Shown) target;
  }

  /** At most how many characters, in no more time than it takes to ask. */
  private static int lengthOf(Object value) {
    if (value instanceof BigInteger number) {
      return LargeNumber.mostDigits(number);
    }
    return value instanceof BigDecimal number
        ? LargeNumber.mostDigits(number.unscaledValue())
        : value.toString().length();
  }

  private Shown string(String text) {
    Shown shown = new Scalar(text);
    handles.add(shown);
    return shown;
  }

  private Shown constant() {
    StreamClass described = classDescription();
    int handle = reserve(new Again(described.name()));
    if (!(content(in.u1()) instanceof Scalar name)) {
      throw new MalformedStream("an enum constant without a name");
    }
    Shown shown = new Constant(described.name(), String.valueOf(name.value()));
    handles.set(handle, shown);
    return shown;
  }

  private Shown classObject() {
    StreamClass described = classDescription();
    Shown shown = new Constant("java.lang.Class", described.name());
    handles.add(shown);
    return shown;
  }

  private int reserve(Object target) {
    handles.add(target);
    return handles.size() - 1;
  }

  // ---- classes

  private StreamClass classDescription() {
    StreamClass described = nullableClassDescription();
    if (described == null) {
      throw new MalformedStream("an object without a class");
    }
    return described;
  }

  private @Nullable StreamClass nullableClassDescription() {
    int code = in.u1();
    if (code == TC_NULL) {
      return null;
    }
    if (code == TC_REFERENCE) {
      if (reference() instanceof StreamClass known) {
        return known;
      }
      throw new MalformedStream("a class that is an object");
    }
    return describedClass(code);
  }

  private StreamClass describedClass(int code) {
    if (depth >= MOST_DEPTH) {
      throw new MalformedStream("too many classes above each other");
    }
    depth++;
    try {
      return switch (code) {
        case TC_CLASSDESC -> namedClass();
        case TC_PROXYCLASSDESC -> proxyClass();
        default -> throw new MalformedStream("code " + code + " where a class should be");
      };
    } finally {
      depth--;
    }
  }

  private StreamClass namedClass() {
    String name = in.utf();
    in.s8(); // serialVersionUID
    int handle = reserve(new StreamClass(name, 0, List.of(), null));
    int flags = in.u1();
    List<FieldType> fields = new ArrayList<>();
    for (int left = in.u2(); left > 0; left--) {
      char type = (char) in.u1();
      String field = in.utf();
      if (type == 'L' || type == '[') {
        content(in.u1()); // the descriptor of its class
      }
      fields.add(new FieldType(type, field));
    }
    return finished(handle, name, flags, fields);
  }

  private StreamClass proxyClass() {
    int handle = reserve(new StreamClass("(proxy)", 0, List.of(), null));
    int count = in.s4();
    if (count < 0 || count > MOST_FIELDS) {
      throw new MalformedStream("a proxy of " + count + " interfaces");
    }
    StringBuilder name = new StringBuilder("(proxy");
    for (; count > 0; count--) {
      name.append(' ').append(in.utf());
    }
    return finished(handle, name.append(')').toString(), SC_SERIALIZABLE, List.of());
  }

  private StreamClass finished(int handle, String name, int flags, List<FieldType> fields) {
    annotations();
    StreamClass described = new StreamClass(name, flags, fields, nullableClassDescription());
    handles.set(handle, described);
    return described;
  }

  private List<Shown> annotations() {
    List<Shown> annotations = new ArrayList<>();
    for (int code = in.u1(); code != TC_ENDBLOCKDATA; code = in.u1()) {
      annotations.add(content(code));
    }
    return annotations;
  }

  // ---- objects

  private Shown object() {
    StreamClass described = classDescription();
    int handle = reserve(new Again(described.name()));
    ObjectParts parts = new ObjectParts(described.name());
    for (StreamClass level : described.fromTheTop()) {
      level(level, parts);
    }
    Shown shown = parts.shown();
    if (shown instanceof Scalar) {
      handles.set(handle, shown);
    }
    return shown;
  }

  private void level(StreamClass level, ObjectParts parts) {
    if (level.isExternalizable() && !level.hasBlocks()) {
      throw new MalformedStream("an external form whose end only its class knows");
    }
    if (level.isExternalizable()) {
      parts.annotate(level.name(), annotations());
    } else if (!level.isSerializable()) {
      throw new MalformedStream(level.name() + " is not serializable");
    } else if (!level.hasOwnForm()) {
      parts.add(values(level));
    } else {
      ownForm(level, parts);
    }
  }

  private void ownForm(StreamClass level, ObjectParts parts) {
    int start = in.position();
    int known = handles.size();
    try {
      List<Field> fields = values(level);
      List<Shown> annotations = annotations();
      parts.add(fields);
      parts.annotate(level.name(), annotations);
      return;
    } catch (MalformedStream e) {
      if (level.fields().isEmpty() || in.isSpent()) {
        throw e;
      }
    }
    in.position(start);
    handles.subList(known, handles.size()).clear();
    parts.annotate(level.name(), annotations());
  }

  private List<Field> values(StreamClass level) {
    List<Field> values = new ArrayList<>();
    for (FieldType field : level.fields()) {
      values.add(new Field(field.name(), value(field.code())));
    }
    return values;
  }

  private Shown value(char type) {
    return switch (type) {
      case 'B' -> new Scalar(in.s1());
      case 'C' -> new Scalar(String.valueOf((char) in.u2()));
      case 'D' -> new Scalar(Double.longBitsToDouble(in.s8()));
      case 'F' -> new Scalar(Float.intBitsToFloat(in.s4()));
      case 'I' -> new Scalar(in.s4());
      case 'J' -> new Scalar(in.s8());
      case 'S' -> new Scalar(in.s2());
      case 'Z' -> new Scalar(in.u1() != 0);
      case 'L', '[' -> content(in.u1());
      default -> throw new MalformedStream("a field of type " + type);
    };
  }

  private Shown array() {
    StreamClass described = classDescription();
    int handle = reserve(new Again(described.name()));
    if (described.name().length() < 2) {
      throw new MalformedStream("an array of class " + described.name());
    }
    char type = described.name().charAt(1);
    if (type == 'B') {
      Shown bytes = new Raw(in.bytes(in.count(1)));
      handles.set(handle, bytes);
      return bytes;
    }
    int count = in.count(1);
    List<Shown> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(value(type));
    }
    return new Sequence(described.name(), elements);
  }
}
