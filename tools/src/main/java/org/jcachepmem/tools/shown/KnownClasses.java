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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jcachepmem.tools.shown.Shown.Mapping;
import org.jcachepmem.tools.shown.Shown.Nothing;
import org.jcachepmem.tools.shown.Shown.Pair;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.jcachepmem.tools.shown.Shown.Scalar;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Well-known classes of the JDK whose parts say less than what they are: boxes, numbers, dates,
 * collections. What does not look as expected is left to be shown by its fields.
 */
final class KnownClasses {
  private static final Set<String> BOXES =
      Set.of("Integer", "Long", "Short", "Byte", "Double", "Float", "Boolean", "Character");

  private static final Set<String> LISTS =
      Set.of(
          "ArrayList",
          "LinkedList",
          "ArrayDeque",
          "HashSet",
          "LinkedHashSet",
          "TreeSet",
          "PriorityQueue",
          "concurrent.CopyOnWriteArrayList");

  private static final Set<String> MAPS =
      Set.of(
          "HashMap",
          "LinkedHashMap",
          "TreeMap",
          "Hashtable",
          "Properties",
          "IdentityHashMap",
          "concurrent.ConcurrentHashMap");

  /** What {@code java.util.CollSer} stands for: List.of, Set.of and Map.of. */
  private static final int MAP_TAG = 3;

  /** What {@code java.time.Ser} stands for. */
  private static final int DURATION = 1;

  private static final int INSTANT = 2;
  private static final int LOCAL_DATE = 3;

  private KnownClasses() {}

  /** The object in a form of its own, or null if it has none. */
  static @Nullable Shown shown(String className, ObjectParts parts) {
    if (className.startsWith("java.lang.")) {
      return BOXES.contains(className.substring("java.lang.".length()))
          ? parts.field("value")
          : null;
    }
    if (className.startsWith("java.util.")) {
      return ofUtil(className, className.substring("java.util.".length()), parts);
    }
    try {
      return switch (className) {
        case "java.math.BigInteger" -> bigInteger(parts);
        case "java.math.BigDecimal" -> bigDecimal(parts);
        case "java.time.Ser" -> time(parts);
        default -> null;
      };
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      return null; // not what such an object is made of
    }
  }

  private static @Nullable Shown ofUtil(String className, String name, ObjectParts parts) {
    if (name.equals("UUID")) {
      return parts.field("mostSigBits") instanceof Scalar most
              && parts.field("leastSigBits") instanceof Scalar least
              && most.value() instanceof Long high
              && least.value() instanceof Long low
          ? new Scalar(new UUID(high, low))
          : null;
    }
    if (name.equals("Date")) {
      ByteBuffer millis = block(parts, Long.BYTES);
      return millis == null ? null : new Scalar(Instant.ofEpochMilli(millis.getLong()));
    }
    if (name.equals("CollSer")) {
      boolean isMap = parts.field("tag") instanceof Scalar tag && tag.value().equals(MAP_TAG);
      return isMap
          ? map("java.util.Map", parts)
          : new Sequence("java.util.Collection", elements(parts));
    }
    if (name.equals("Arrays$ArrayList")) {
      return parts.field("a") instanceof Sequence array ? array : null;
    }
    if (LISTS.contains(name)) {
      List<Shown> elements = elements(parts);
      boolean hasComparator = name.equals("TreeSet") && !elements.isEmpty();
      return new Sequence(
          className, hasComparator ? elements.subList(1, elements.size()) : elements);
    }
    return MAPS.contains(name) ? map(className, parts) : null;
  }

  private static List<Shown> elements(ObjectParts parts) {
    return parts.written().stream().filter(part -> !isBlock(part)).toList();
  }

  /** What a collection says of itself, such as its size. */
  private static boolean isBlock(Shown part) {
    return part instanceof Raw raw && raw.isBlock();
  }

  private static @Nullable Shown map(String className, ObjectParts parts) {
    List<Shown> elements = new ArrayList<>(elements(parts));
    int last = elements.size() - 1;
    if (className.endsWith("ConcurrentHashMap")
        && last >= 1
        && elements.get(last) instanceof Nothing
        && elements.get(last - 1) instanceof Nothing) {
      elements = elements.subList(0, last - 1); // the end of its entries
    }
    if (elements.size() % 2 != 0) {
      return null;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < elements.size(); i += 2) {
      pairs.add(new Pair(elements.get(i), elements.get(i + 1)));
    }
    return new Mapping(className, pairs);
  }

  private static @Nullable Shown bigInteger(ObjectParts parts) {
    return parts.field("signum") instanceof Scalar sign
            && sign.value() instanceof Integer signum
            && parts.field("magnitude") instanceof Raw magnitude
            && !LargeNumber.isTooLarge(magnitude.bytes().length)
        ? new Scalar(new BigInteger(signum, magnitude.bytes()))
        : null;
  }

  private static @Nullable Shown bigDecimal(ObjectParts parts) {
    return parts.field("intVal") instanceof Scalar unscaled
            && unscaled.value() instanceof BigInteger value
            && parts.field("scale") instanceof Scalar number
            && number.value() instanceof Integer scale
        ? new Scalar(new BigDecimal(value, scale))
        : null;
  }

  private static @Nullable Shown time(ObjectParts parts) {
    ByteBuffer block = block(parts, 1);
    if (block == null) {
      return null;
    }
    int kind = block.get();
    if (kind == DURATION && block.remaining() == Long.BYTES + Integer.BYTES) {
      return new Scalar(Duration.ofSeconds(block.getLong(), block.getInt()));
    }
    if (kind == INSTANT && block.remaining() == Long.BYTES + Integer.BYTES) {
      return new Scalar(Instant.ofEpochSecond(block.getLong(), block.getInt()));
    }
    if (kind == LOCAL_DATE && block.remaining() == Integer.BYTES + 2) {
      return new Scalar(LocalDate.of(block.getInt(), block.get(), block.get()));
    }
    return null;
  }

  private static @Nullable ByteBuffer block(ObjectParts parts, int atLeastBytes) {
    return parts.written().size() == 1
            && parts.written().get(0) instanceof Raw raw
            && raw.isBlock()
            && raw.bytes().length >= atLeastBytes
        ? ByteBuffer.wrap(raw.bytes())
        : null;
  }
}
