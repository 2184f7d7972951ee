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
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeSet;

/** Refuses keys that nobody reads: most are typing errors, and would be obeyed by silence. */
final class KnownKeys {

  private final ConfigObject cacheTemplate;
  private final TreeSet<String> known = new TreeSet<>();

  private KnownKeys(Config reference) {
    cacheTemplate = reference.getObject("caches.default");
    collect("", reference.root());
  }

  static void check(Config user, Config reference) {
    new KnownKeys(reference).check("", user.root(), reference.root());
  }

  private void collect(String prefix, ConfigObject section) {
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      String path = prefix + entry.getKey();
      known.add(path);
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(path + ".", inner);
      }
    }
  }

  private void check(String prefix, ConfigObject user, ConfigObject reference) {
    for (Map.Entry<String, ConfigValue> entry : user.entrySet()) {
      String path = prefix + ConfigUtil.joinPath(entry.getKey());
      ConfigValue value = entry.getValue();
      ConfigValue expected =
          path.startsWith("caches.") && prefix.equals("caches.")
              ? cacheTemplate
              : reference.get(entry.getKey());
      if (expected == null) {
        throw unknown(path, prefix + entry.getKey(), value);
      }
      boolean section = expected.valueType() == ConfigValueType.OBJECT;
      if (section != (value.valueType() == ConfigValueType.OBJECT)) {
        throw new ConfigurationException(
            Origins.of(value)
                + ": "
                + Layers.ROOT
                + "."
                + path
                + (section
                    ? " is a section { ... }, not a value"
                    : " takes a value, not a section { ... }"),
            null);
      }
      if (section && !path.equals("codecs")) {
        check(path + ".", (ConfigObject) value, (ConfigObject) expected);
      }
    }
  }

  private ConfigurationException unknown(String path, String plainPath, ConfigValue value) {
    String comparable =
        plainPath.replaceFirst("^caches\\.(\"[^\"]*\"|[^.]*)\\.", "caches.default.");
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = EditDistance.between(comparable, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    String advice =
        least <= Math.max(3, comparable.length() / 3)
            ? "Did you mean " + Layers.ROOT + "." + nearest + "?"
            : "reference.conf in the jar lists every key.";
    if (path.startsWith("caches.")) {
      advice += " A cache name with dots goes in quotes: caches.\"my.cache\".";
    }
    return new ConfigurationException(
        Origins.of(value) + ": unknown key " + Layers.ROOT + "." + path + ". " + advice, null);
  }
}
