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
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the JSON by which Mochi's Warabi describes a pool, bare or as a target: {@code {"target":
 * {"type": "pmdk", "config": {"path": ..., "create_if_missing_with_size": ...,
 * "override_if_exists": ...}}}}. What else a Warabi provider has, such as a transfer manager, is
 * not about the pool.
 */
final class WarabiTarget {

  private static final Map<String, String> KEYS =
      Map.of(
          "path", "path",
          "create_if_missing_with_size", "create-if-missing-with-size",
          "override_if_exists", "override-if-exists");

  private static final Set<String> NOT_ABOUT_THE_POOL = Set.of("type", "transfer_manager");

  private WarabiTarget() {}

  /** The configuration as ours, unchanged if it has our root. */
  static Config translate(Config config, String description) {
    ConfigObject root = config.root();
    if (root.containsKey(Layers.ROOT)) {
      return config;
    }
    Config pool = ConfigFactory.empty();
    ConfigObject target = root;
    for (ConfigObject inner = root; inner != null; inner = inner(inner)) {
      target = inner;
      ConfigValue type = inner.get("type");
      if (type != null) {
        pool = pool.withValue("medium", medium(type));
      }
    }
    if (pool.isEmpty() && target.keySet().stream().noneMatch(KEYS::containsKey)) {
      throw new ConfigurationException(
          description
              + " has no section \""
              + Layers.ROOT
              + "\", nor is it a Warabi target with a path."
              + " Put the settings under "
              + Layers.ROOT
              + " { ... }.",
          null);
    }
    for (Map.Entry<String, ConfigValue> entry : target.entrySet()) {
      String name = entry.getKey();
      if (!NOT_ABOUT_THE_POOL.contains(name)) {
        // An unknown name is kept, so that the check of keys refuses it with its origin.
        pool = pool.withValue(KEYS.getOrDefault(name, '"' + name + '"'), entry.getValue());
      }
    }
    return pool.atPath(Layers.ROOT + ".pool");
  }

  private static ConfigValue medium(ConfigValue type) {
    String medium =
        switch (String.valueOf(type.unwrapped())) {
          case "pmdk", "pmem" -> "auto";
          case "memory" -> "heap";
          default ->
              throw new ConfigurationException(
                  Origins.of(type)
                      + ": a Warabi target of type "
                      + type.render()
                      + " is no pool; pmdk, pmem and memory are",
                  null);
        };
    return ConfigValueFactory.fromAnyRef(medium, Origins.of(type));
  }

  private static @Nullable ConfigObject inner(ConfigObject outer) {
    for (String wrapper : new String[] {"target", "config", "pmdk"}) {
      if (outer.get(wrapper) instanceof ConfigObject inner) {
        return inner;
      }
    }
    return null;
  }
}
