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
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Makes {@code docs/configuration.md} of {@code reference.conf}: its comments, its defaults, and
 * for each key what it takes, which the product says itself when it is given something else.
 */
final class ConfigurationReference {

  private static final int LONG_LIST = 8;

  private final Path source;
  private final Config reference;
  private final StringBuilder text = new StringBuilder();

  private ConfigurationReference(Path source) {
    this.source = source;
    this.reference = ConfigFactory.parseFile(source.toFile()).getConfig(Layers.ROOT);
  }

  static String of(Path source) throws IOException {
    return new ConfigurationReference(source).document();
  }

  private String document() throws IOException {
    text.append("# Configuration\n\n");
    text.append(
        "Generated from [reference.conf](../jcache-pmem/src/main/resources/reference.conf)");
    text.append(" by `ConfigurationReference`; a test compares them. To make it anew:\n\n");
    text.append("```sh\n").append(ConfigurationDocumentTest.COMMAND).append("\n```\n\n");
    text.append(header()).append('\n');
    text.append(
        """
        In a file, keys are nested under `jcache-pmem` or have it in front; below it is left out. `-Djcache-pmem.pool.path=x`, `jcache-pmem.pool.path = x` and
        `jcache-pmem { pool { path = x } }` are the same. A cache name with dots or wildcards goes in quotes: `jcache-pmem.caches."com.acme.*".quota = 16 MiB`.
        Of the settings of a cache, its name's are stronger than a pattern's, the pattern with more letters is stronger, then comes `default`; key by key, so a cache may
        take its quota from one and its expiry from another. A `profile` is below all that you set under `caches`, and above the defaults here.

        Beside a `Configuration` passed to `createCache`: the switches that are set here (`statistics`, `management`, `read-through`, `write-through`) win over it; its types,
        loader, writer and expiry policy win over those here, but for `Object` and `EternalExpiryPolicy`, which are what such a configuration has if nothing was said: to make one
        cache eternal beside a `default` that expires, say `caches.NAME.expiry.policy = eternal`. What it has no word for (quota, pinned, freshness) is only here, and what has no
        key here (listeners) only there.

        There is one manager for a URI and a class loader: who asks for it while it is open gets it as it is, and the `Properties` that come with the asking count for nothing.

        Caches are stored in a namespace: the manager's URI while it is just a name, `default` where it names a file, or `pool.namespace`. So the step from settings in code to a
        file begins with empty caches, unless the file says `pool.namespace` as it was (`jcache-pmem:default` for the default URI).

        What is wrong is an error when the manager is made, and names the key, the file and line, and what would be right.
        """);
    section("", reference.root());
    return text.toString();
  }

  /** The comment at the top of the file, but for its first sentence, which this document is. */
  private String header() throws IOException {
    return Files.readAllLines(source).stream()
            .takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).replaceFirst("^ ", "").replaceFirst("^ {2}-", "-"))
            .map(line -> line.startsWith("An unknown") ? "\n" + line : line)
            .collect(Collectors.joining("\n"))
            .replaceFirst("^jcache-pmem: every key, with its default\\. ", "")
        + "\n";
  }

  private void section(String prefix, ConfigObject section) {
    List<Map.Entry<String, ConfigValue>> entries =
        section.entrySet().stream()
            .sorted(Comparator.comparingInt(e -> e.getValue().origin().lineNumber()))
            .toList();
    for (Map.Entry<String, ConfigValue> entry : entries) {
      String path = prefix + entry.getKey();
      if (path.equals("profiles")) {
        profiles((ConfigObject) entry.getValue());
      } else if (entry.getValue() instanceof ConfigObject inner) {
        text.append("\n## ").append(path).append('\n');
        String comment = comment(inner);
        text.append(comment.isEmpty() ? "" : "\n" + comment);
        section(path + ".", inner);
      } else {
        key(path, entry.getValue());
      }
    }
  }

  private void key(String path, ConfigValue value) {
    text.append(path.indexOf('.') < 0 ? "\n## " : "\n### ").append(path).append("\n\n");
    text.append("Takes ").append(takes(path, value)).append(". Default: ");
    text.append(defaultOf(value)).append(".\n\n").append(comment(value));
  }

  private static String comment(ConfigValue value) {
    String comment =
        value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    return comment.isEmpty() ? "" : comment.replace("*", "\\*") + "\n";
  }

  private static String defaultOf(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NULL) {
      return "`null`, not set";
    }
    if (value instanceof ConfigList list) {
      return list.size() > LONG_LIST
          ? list.size() + " patterns, in reference.conf"
          : list.isEmpty() ? "`[]`, none" : "`" + value.render() + "`";
    }
    return "`" + value.unwrapped() + "`";
  }

  private void profiles(ConfigObject profiles) {
    text.append("\n## profiles\n\n");
    text.append("What `profile` may name, and the settings that it stands for:\n\n");
    text.append("| profile | caches | setting | why |\n|---|---|---|---|\n");
    for (String profile : profiles.keySet()) {
      ConfigObject caches = profiles.toConfig().getObject(profile + ".caches");
      for (Map.Entry<String, ConfigValue> cache : byLine(caches)) {
        for (Map.Entry<String, ConfigValue> setting : byLine((ConfigObject) cache.getValue())) {
          text.append("| `").append(profile).append("` | `").append(cache.getKey());
          text.append("` | `").append(setting.getKey()).append(" = ");
          text.append(setting.getValue().unwrapped()).append("` | ");
          text.append(comment(setting.getValue()).strip()).append(" |\n");
        }
      }
    }
  }

  private static List<Map.Entry<String, ConfigValue>> byLine(ConfigObject section) {
    return section.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> e.getValue().origin().lineNumber()))
        .toList();
  }

  /** What a key takes, from what the product answers to things that it does not take. */
  private static String takes(String path, ConfigValue value) {
    if (value instanceof ConfigList) {
      return "a list of texts, or one text with commas";
    }
    String answer = Probe.answer(path, "?");
    if (answer.contains("is none of ")) {
      String choices = answer.substring(answer.indexOf("is none of ") + "is none of ".length());
      return "one of `" + choices.replace(", ", "`, `") + "`";
    }
    if (answer.contains("is no size")) {
      return Probe.answer(path, "25%").isEmpty() ? "a size, or a share of -Xmx" : "a size";
    }
    if (answer.contains("is no duration")) {
      return "a duration";
    }
    if (answer.contains("is neither true nor false")) {
      return "`true` or `false`";
    }
    if (answer.contains("is no whole number")) {
      return "a whole number";
    }
    if (answer.contains("is allow or deny")) {
      return "one of `allow`, `deny`";
    }
    boolean text = answer.isEmpty() || answer.contains("lives with another cache itself");
    if (!text) {
      throw new AssertionError("An answer that is not understood: " + answer);
    }
    return Probe.answer(path, "\0").contains("is no path") ? "a path" : "a text";
  }

  /** Asks the product. */
  private static final class Probe {

    private Probe() {}

    /** The complaint about {@code value} for the key, or nothing. */
    static String answer(String path, String value) {
      Properties properties = new Properties();
      properties.setProperty(Layers.ROOT + "." + path, value);
      try {
        ProviderConfig.load(
            URI.create("some-application"), Probe.class.getClassLoader(), properties);
        return "";
      } catch (ConfigurationException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}
