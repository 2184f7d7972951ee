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
package org.jcachepmem.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads single settings of one section; every error names the key and where it was set.
 *
 * @param prefix the section's path, for messages, with a dot at its end
 */
record SettingReader(Config section, String prefix) {

  SettingReader inner(String name) {
    return new SettingReader(section.getConfig(name), prefix + name + ".");
  }

  private @Nullable ConfigValue value(String name) {
    if (!section.hasPathOrNull(name)) {
      throw new IllegalStateException("reference.conf has no " + prefix + name);
    }
    return section.getIsNull(name) ? null : section.getValue(name);
  }

  <T> @Nullable T optional(String name, Function<String, T> parser) {
    ConfigValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value.valueType() == ConfigValueType.LIST) {
      throw error(name, "takes one value, not a list", null);
    }
    try {
      return parser.apply(String.valueOf(value.unwrapped()));
    } catch (IllegalArgumentException e) {
      throw error(name, ": " + e.getMessage(), e);
    }
  }

  <T> T required(String name, Function<String, T> parser) {
    T value = optional(name, parser);
    if (value == null) {
      throw error(name, "must not be null", null);
    }
    return value;
  }

  String origin(String name) {
    return Origins.of(section.getValue(name));
  }

  ConfigurationException error(String name, String what, @Nullable Throwable cause) {
    ConfigValue value = section.root().get(name);
    String where = value == null ? "" : Origins.of(value) + ": ";
    String gap = what.startsWith(":") ? "" : " ";
    return new ConfigurationException(where + prefix + name + gap + what, cause);
  }

  long size(String name) {
    return required(name, Sizes::parse);
  }

  Duration duration(String name) {
    return required(name, Durations::parse);
  }

  boolean flag(String name) {
    return required(name, SettingReader::parseFlag);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return required(name, choiceOf(type));
  }

  long count(String name, long least, long most) {
    return required(
        name,
        text -> {
          long number;
          try {
            number = Long.parseLong(text.strip());
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number", e);
          }
          if (number < least || number > most) {
            throw new IllegalArgumentException(
                number + " is not between " + least + " and " + most);
          }
          return number;
        });
  }

  List<String> list(String name) {
    ConfigValue value = value(name);
    if (!(value instanceof ConfigList list)) {
      return required(name, SettingReader::parseList);
    }
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : list) {
      if (element.valueType() != ConfigValueType.STRING) {
        throw error(name, "is a list of texts, but has " + element.render(), null);
      }
      texts.add((String) element.unwrapped());
    }
    return texts;
  }

  static boolean parseFlag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
    };
  }

  static <E extends Enum<E>> Function<String, E> choiceOf(Class<E> type) {
    return text -> {
      for (E constant : type.getEnumConstants()) {
        if (name(constant).equals(text.strip().toLowerCase(Locale.ROOT))) {
          return constant;
        }
      }
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is none of "
              + String.join(
                  ", ", Arrays.stream(type.getEnumConstants()).map(SettingReader::name).toList()));
    };
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<String> parseList(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
