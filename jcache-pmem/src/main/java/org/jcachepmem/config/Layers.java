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
      Config reference =
          ConfigFactory.parseResources(Layers.class.getClassLoader(), "reference.conf").resolve();
      Config unresolved =
          fromProperties(passed, "Properties passed to getCacheManager", true)
              .withFallback(fromProperties(system, "system properties", false))
              .withFallback(ofUri == null ? ConfigFactory.empty() : ofUri.config())
              .withFallback(ConfigFactory.defaultApplication(loader));
      return new Layers(section(reference), resolved(unresolved, reference));
    } catch (ConfigException e) {
      throw new ConfigurationException("The configuration can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * What the user set, with what it refers to: others of his settings, defaults, the environment.
   * Only our own part must resolve; an application.conf is also other libraries' own. It is
   * resolved as a copy beside all that, because what is set twice ({@code path = "a", path =
   * ${?B}}) can only be resolved where it is.
   */
  private static Config resolved(Config unresolved, Config reference) {
    ConfigValue own = unresolved.root().get(ROOT);
    if (own == null) {
      return ConfigFactory.empty();
    }
    return unresolved
        .withFallback(reference)
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
      String value = properties.getProperty(name);
      if (name.startsWith(ROOT + ".")) {
        ours.put(quoted(name), value);
      } else if (mayLackRoot && SECTIONS.contains(name.split("\\.", 2)[0])) {
        ours.put(quoted(ROOT + "." + name), value);
      }
    }
    return ConfigFactory.parseMap(ours, origin);
  }

  /** A nested class has a $ in its name, which only a quoted key may have. */
  private static String quoted(String name) {
    String codecs = ROOT + ".codecs.";
    return name.startsWith(codecs) && name.indexOf('"') < 0
        ? codecs + ConfigUtil.quoteString(name.substring(codecs.length()))
        : name;
  }
}
