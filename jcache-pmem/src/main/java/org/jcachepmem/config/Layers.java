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
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The layers of the configuration under {@code jcache-pmem}.
 *
 * @param reference the documented defaults
 * @param user all that the user set, the strongest on top
 */
record Layers(Config reference, Config user) {

  static final String ROOT = "jcache-pmem";

  private static final String COPY = ROOT + "-copy";

  private static final List<String> SECTIONS =
      List.of("pool", "index", "locks", "serialization", "codecs", "caches", "profile", "profiles");

  static Layers of(
      @Nullable UriSource ofUri, ClassLoader loader, Properties system, Properties passed) {
    try {
      Config references =
          ConfigFactory.parseResources(Layers.class.getClassLoader(), "reference.conf");
      Config reference = references.withOnlyPath(ROOT).resolve(); // others' may need what we lack
      if (!reference.hasPath(ROOT)) {
        throw new ConfigurationException(
            "The class path has no reference.conf with a section "
                + ROOT
                + ": where jars are merged into one, their files of that name must be joined (Maven's"
                + " shade plugin: AppendingTransformer)",
            null);
      }
      Config unresolved =
          fromProperties(passed, "Properties passed to getCacheManager", true)
              .withFallback(fromProperties(system, "system properties", false))
              .withFallback(ofUri == null ? ConfigFactory.empty() : ofUri.config())
              .withFallback(ConfigFactory.defaultApplication(loader));
      return new Layers(section(reference), resolved(unresolved, references, system));
    } catch (ConfigException e) {
      throw new ConfigurationException("The configuration can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * What the user set, with what it refers to: others of his settings, defaults, system properties,
   * the environment. Only our own part must resolve; an application.conf is also other libraries'
   * own. It is resolved as a copy beside all that, because what is set twice ({@code path = "a",
   * path = ${?B}}) can only be resolved where it is.
   */
  private static Config resolved(Config unresolved, Config references, Properties system) {
    ConfigValue own = unresolved.root().get(ROOT);
    if (own == null) {
      return ConfigFactory.empty();
    }
    return unresolved
        .withFallback(references)
        .withFallback(ConfigFactory.parseProperties(system))
        .withValue(COPY, own)
        .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true))
        .withOnlyPath(COPY)
        .resolve()
        .getConfig(COPY);
  }

  /** The user's settings over the documented defaults. */
  Config effective() {
    return user.withFallback(reference);
  }

  private static Config section(Config config) {
    if (!config.hasPathOrNull(ROOT)) {
      return ConfigFactory.empty();
    }
    return config.getConfig(ROOT);
  }

  private static Config fromProperties(Properties properties, String origin, boolean mayLackRoot) {
    Map<String, Object> ours = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (isOurs(name, mayLackRoot)) {
        String full = name.startsWith(ROOT + ".") ? name : ROOT + "." + name;
        ours.put(quoted(full), properties.getProperty(name));
      }
    }
    properties.forEach(
        (name, value) -> {
          if (name instanceof String text
              && isOurs(text, mayLackRoot)
              && !(value instanceof String)) {
            throw new ConfigurationException(
                origin
                    + ": the value of "
                    + text
                    + " is a "
                    + value.getClass().getName()
                    + ", and nobody would see it; pass it as text",
                null);
          }
        });
    return ConfigFactory.parseMap(ours, origin);
  }

  private static boolean isOurs(String name, boolean mayLackRoot) {
    return name.startsWith(ROOT + ".") || mayLackRoot && SECTIONS.contains(name.split("\\.", 2)[0]);
  }

  /** A nested class has a $ in its name, which only a quoted key may have. */
  private static String quoted(String name) {
    String codecs = ROOT + ".codecs.";
    return name.startsWith(codecs) && name.indexOf('"') < 0
        ? codecs + ConfigUtil.quoteString(name.substring(codecs.length()))
        : name;
  }
}
