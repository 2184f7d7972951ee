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
import com.typesafe.config.ConfigUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of caches by name and by pattern. Immutable. */
public final class CacheTemplates {

  private static final String DEFAULT = "default";
  private static final int MOST_VERSION_BYTES = 1024;
  private static final int LEAST_DOWNTIME_MILLIS = 1_000;

  private final String path;
  private final Config defaults;
  private final List<Template> templates;

  private CacheTemplates(String path, Config defaults, List<Template> templates) {
    this.path = path;
    this.defaults = defaults;
    this.templates = templates;
  }

  /**
   * The settings under {@code caches} in {@code all}.
   *
   * @param path where that is, for messages, with a dot at its end
   */
  static CacheTemplates read(Config all, String path) {
    List<Template> templates = new ArrayList<>();
    for (String name : all.getObject("caches").keySet()) {
      if (!name.equals(DEFAULT)) {
        templates.add(Template.of(name, all.getConfig("caches." + ConfigUtil.quoteString(name))));
      }
    }
    templates.sort(
        Comparator.comparingInt(Template::rank).reversed().thenComparing(Template::name));
    CacheTemplates read = new CacheTemplates(path, all.getConfig("caches." + DEFAULT), templates);
    // Errors come at once, and those of the default, which all inherit, come first.
    read.check(DEFAULT, read.defaults);
    for (Template template : templates) {
      read.check(template.name(), read.merged(template.name()));
    }
    return read;
  }

  private void check(String name, Config config) {
    String livesWith = read(name, config).livesWith();
    if (livesWith != null && of(livesWith).livesWith() != null) {
      throw reader(name, config)
          .error(
              "lives-with",
              "names \""
                  + livesWith
                  + "\", which lives with another cache itself: name the one that needs none",
              null);
    }
  }

  private SettingReader reader(String cacheName, Config config) {
    return new SettingReader(config, path + "caches." + ConfigUtil.joinPath(cacheName) + ".");
  }

  /** A name or pattern of caches that are kept when the pool was not closed cleanly, or null. */
  @Nullable String keptWhenUnclean() {
    for (Template template : templates) {
      if (of(template.name()).onUncleanOpen() == OnUncleanOpen.KEEP) {
        return template.name();
      }
    }
    return read(DEFAULT, defaults).onUncleanOpen() == OnUncleanOpen.KEEP ? DEFAULT : null;
  }

  CacheConfig of(String cacheName) {
    return read(cacheName, merged(cacheName));
  }

  private Config merged(String cacheName) {
    Config config = null;
    for (Template template : templates) {
      if (template.pattern().matcher(cacheName).matches()) {
        config = config == null ? template.config() : config.withFallback(template.config());
      }
    }
    return config == null ? defaults : config.withFallback(defaults);
  }

  private CacheConfig read(String cacheName, Config config) {
    SettingReader cache = reader(cacheName, config);
    Duration maxDowntime = cache.optional("max-downtime", Durations::parse);
    if (maxDowntime != null && maxDowntime.toMillis() < LEAST_DOWNTIME_MILLIS) {
      throw cache.error(
          "max-downtime",
          "must be at least " + LEAST_DOWNTIME_MILLIS + " ms, as a restart takes some time",
          null);
    }
    return new CacheConfig(
        cache.size("quota"),
        cache.flag("pinned"),
        cache.choice("on-unclean-open", OnUncleanOpen.class),
        cache.optional("data-version", text -> dataVersion(text.strip())),
        maxDowntime == null ? Duration.ZERO : maxDowntime,
        cache.optional("lives-with", String::strip),
        cache.optional("statistics", SettingReader::parseFlag),
        cache.optional("management", SettingReader::parseFlag),
        cache.optional("key-type", String::strip),
        cache.optional("value-type", String::strip),
        cache.optional("read-through", SettingReader::parseFlag),
        cache.optional("write-through", SettingReader::parseFlag),
        cache.optional("loader", String::strip),
        cache.optional("writer", String::strip),
        expiry(cache.inner("expiry")));
  }

  private static String dataVersion(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MOST_VERSION_BYTES) {
      throw new IllegalArgumentException(
          "a data version has 1 to " + MOST_VERSION_BYTES + " bytes of UTF-8, not " + bytes);
    }
    return text;
  }

  private static @Nullable ExpiryTemplate expiry(SettingReader expiry) {
    ExpiryTemplate.Policy policy =
        expiry.optional(
            "policy",
            text ->
                SettingReader.choiceOf(ExpiryTemplate.Policy.class)
                    .apply(
                        text.strip().toLowerCase(Locale.ROOT).equals("modified")
                            ? "updated"
                            : text));
    Duration after = expiry.optional("after", Durations::parse);
    if (policy == null) {
      if (after != null) {
        throw expiry.error(
            "after", "needs expiry.policy beside it, such as created or touched", null);
      }
      return null;
    }
    if (policy == ExpiryTemplate.Policy.ETERNAL) {
      return new ExpiryTemplate(policy, Duration.ZERO);
    }
    if (after == null || after.isZero()) {
      throw expiry.error(
          "after",
          "must be a positive duration, such as \"10 m\", with policy "
              + policy.name().toLowerCase(Locale.ROOT),
          null);
    }
    return new ExpiryTemplate(policy, after);
  }

  /**
   * Settings for the names that match. A name without wildcards matches itself, above all patterns.
   */
  private record Template(String name, Pattern pattern, int rank, Config config) {

    static Template of(String name, Config config) {
      StringBuilder regex = new StringBuilder();
      int letters = 0;
      for (int letter : name.codePoints().toArray()) {
        switch (letter) {
          case '*' -> regex.append(".*");
          case '?' -> regex.append('.');
          default -> {
            regex.append(Pattern.quote(Character.toString(letter)));
            letters++;
          }
        }
      }
      boolean exact = letters == name.codePointCount(0, name.length());
      return new Template(
          name,
          Pattern.compile(regex.toString(), Pattern.DOTALL),
          exact ? Integer.MAX_VALUE : letters,
          config);
    }
  }
}
