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
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.codec.SerializationRules;
import org.jspecify.annotations.Nullable;

/**
 * Makes typed settings of the effective configuration.
 *
 * @param all every layer, the documented defaults included
 * @param user what the user set
 * @param reference the documented defaults
 */
record ProviderReader(Config all, Config user, Config reference) {

  private static final int MAX_NAMESPACE_BYTES = 1024;
  private static final int LEAST_INDEX_BYTES = 64 << 10;

  ProviderReader(Layers layers) {
    this(layers.effective(), layers.user(), layers.reference());
  }

  ProviderConfig read(URI uri, @Nullable UriSource source) {
    SettingReader root = new SettingReader(all, Layers.ROOT + ".");
    PoolConfig pool = pool(root.inner("pool"), uri, source);
    return new ProviderConfig(
        source == null ? null : source.description(),
        pool,
        root.inner("index").required("max-bytes", ProviderReader::heapShare),
        positive(root.inner("locks"), "timeout", "a wait for a lock must be able to end well"),
        serialization(root.inner("serialization")),
        codecs(),
        templates(root, pool));
  }

  /** The settings of caches: the user's, over those of the profile, over the documented ones. */
  private CacheTemplates templates(SettingReader root, PoolConfig pool) {
    Set<String> profiles = all.getObject("profiles").keySet();
    for (String profile : profiles) {
      CacheTemplates.read(profile(profile), Layers.ROOT + ".profiles." + profile + ".");
    }
    String chosen = root.optional("profile", text -> known(text.strip(), profiles));
    if (chosen == null) {
      return CacheTemplates.read(all, Layers.ROOT + ".");
    }
    CacheTemplates templates =
        CacheTemplates.read(user.withFallback(profile(chosen)), Layers.ROOT + ".");
    String kept = templates.keptWhenUnclean();
    if (pool.durability() != Durability.SYNC && kept != null) {
      throw root.error(
          "profile",
          "= "
              + chosen
              + " needs pool.durability = sync: a power loss may otherwise take the last writes,"
              + " and caches \""
              + kept
              + "\" are kept after one. Or set on-unclean-open = clear for them",
          null);
    }
    return templates;
  }

  /** A profile over the documented defaults: the user's own are none of its business. */
  private Config profile(String name) {
    return all.getConfig("profiles." + name).withFallback(reference.withOnlyPath("caches.default"));
  }

  private static String known(String profile, Set<String> profiles) {
    if (!profiles.contains(profile)) {
      throw new IllegalArgumentException(
          "\"" + profile + "\" is none of " + String.join(", ", profiles));
    }
    return profile;
  }

  private PoolConfig pool(SettingReader pool, URI uri, @Nullable UriSource source) {
    boolean isDefaulted = !user.hasPath("pool.path");
    long sizeBytes = pool.size("create-if-missing-with-size");
    if (sizeBytes < PoolOptions.MIN_BYTES) {
      throw pool.error(
          "create-if-missing-with-size",
          "is "
              + sizeBytes
              + " bytes, but a pool has at least 8 MiB (8388608 bytes). A bare number is bytes;"
              + " write \"8 MiB\" or more, for example \"256 MiB\".",
          null);
    }
    boolean override = pool.flag("override-if-exists");
    String namespace = pool.optional("namespace", text -> text);
    if (namespace == null) {
      namespace = source == null ? uri.toString() : "default";
    }
    int namespaceBytes = namespace.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (namespaceBytes > MAX_NAMESPACE_BYTES) {
      throw pool.error(
          "namespace",
          "is "
              + namespaceBytes
              + " bytes of UTF-8, more than "
              + MAX_NAMESPACE_BYTES
              + "; set a shorter one (it defaults to the manager's URI)",
          null);
    }
    OnLocked onLocked = pool.optional("on-locked", SettingReader.choiceOf(OnLocked.class));
    if (onLocked == null) {
      onLocked = isDefaulted ? OnLocked.VOLATILE : OnLocked.FAIL;
    }
    Duration maxLag = positive(pool, "max-lag", "for no lag at all, durability = sync");
    MediumChoice medium = pool.choice("medium", MediumChoice.class);
    Path path = pool.optional("path", ProviderReader::path);
    if (path == null && !medium.isVolatile()) {
      throw pool.error("path", "must not be null, but with medium = volatile or heap", null);
    }
    return new PoolConfig(
        path,
        isDefaulted,
        sizeBytes,
        growTo(pool),
        override,
        override ? pool.origin("override-if-exists") : null,
        medium,
        namespace,
        pool.choice("durability", Durability.class),
        maxLag,
        onLocked,
        pool.duration("on-locked-timeout"),
        pool.choice("verify-reads", VerifyReads.class),
        pool.choice("trust", Trust.class),
        pool.choice("recovery", RecoveryMode.class),
        pool.choice("recovery-miss", RecoveryMiss.class));
  }

  private static Duration positive(SettingReader section, String name, String why) {
    Duration duration = section.duration(name);
    if (duration.isZero()) {
      throw section.error(name, "must be positive; " + why, null);
    }
    return duration;
  }

  private static long growTo(SettingReader pool) {
    long bytes = pool.size("grow-to");
    if (bytes > 0 && bytes < PoolOptions.MIN_BYTES) {
      throw pool.error(
          "grow-to",
          "is "
              + bytes
              + " bytes, less than any pool has. A bare number is bytes; write \"512 MiB\", for"
              + " example, or 0 for a pool that keeps its size.",
          null);
    }
    return bytes;
  }

  private static SerializationRules serialization(SettingReader rules) {
    boolean applicationClasses =
        switch (rules.required("application-classes", String::strip)) {
          case "allow" -> true;
          case "deny" -> false;
          default -> throw rules.error("application-classes", "is allow or deny", null);
        };
    return new SerializationRules(
        rules.list("allow"),
        rules.list("deny"),
        rules.list("default-allow"),
        rules.list("default-deny"),
        applicationClasses,
        (int) rules.count("max-depth", 1, Integer.MAX_VALUE),
        rules.count("max-references", 1, Long.MAX_VALUE),
        (int) rules.count("max-array-length", 1, Integer.MAX_VALUE));
  }

  private Map<String, String> codecs() {
    Map<String, String> codecs = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : all.getConfig("codecs").entrySet()) {
      // An unquoted class name is a path, which joins to the same name.
      String type = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      if (entry.getValue().valueType() != ConfigValueType.STRING) {
        throw new ConfigurationException(
            Origins.of(entry.getValue())
                + ": "
                + Layers.ROOT
                + ".codecs.\""
                + type
                + "\" is the class name of a codec, as text",
            null);
      }
      codecs.put(type, (String) entry.getValue().unwrapped());
    }
    return codecs;
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the path is empty");
    }
    if (text.contains("${")) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" has a placeholder that nothing replaces: those of Spring mean nothing here, and"
              + " those of a .conf file stand outside of quotes");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no path: " + e.getMessage(), e);
    }
  }

  private static long heapShare(String text) {
    String share = text.strip();
    if (!share.endsWith("%")) {
      long bytes = Sizes.parse(share);
      if (bytes < LEAST_INDEX_BYTES) {
        throw new IllegalArgumentException(
            bytes
                + " bytes of heap index next to nothing; give at least 64 KiB, or a share of -Xmx such"
                + " as 25%");
      }
      return bytes;
    }
    double percent;
    try {
      percent = Double.parseDouble(share.substring(0, share.length() - 1).strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no share such as 25%", e);
    }
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("\"" + text + "\" is not above 0% and at most 100%");
    }
    return (long) (Runtime.getRuntime().maxMemory() / 100.0 * percent);
  }
}
