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

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers, defaults, names and bad input. */
final class ProviderConfigTest {

  private static final URI NAME = URI.create("some-application");

  @TempDir Path directory;

  private static ProviderConfig with(String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ProviderConfig.load(NAME, ProviderConfigTest.class.getClassLoader(), properties);
  }

  private ProviderConfig fromFile(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return ProviderConfig.load(file.toUri(), getClass().getClassLoader(), new Properties());
  }

  private static String refused(String... keysAndValues) {
    return assertThrows(ConfigurationException.class, () -> with(keysAndValues)).getMessage();
  }

  private String fileRefused(String text) {
    return assertThrows(CacheException.class, () -> fromFile("bad.conf", text)).getMessage();
  }

  private static void mentions(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  @Test
  void aFileMayReferToTheEnvironment() throws IOException {
    String text =
        """
        jcache-pmem.pool {
          namespace = "own"
          namespace = ${?%s}
        }
        """;
    String path = System.getenv("PATH");
    assertEquals(path, fromFile("set.conf", text.formatted("PATH")).pool().namespace());
    assertEquals("own", fromFile("unset.conf", text.formatted("NO_SUCH_NAME")).pool().namespace());
  }

  @Test
  void aFileMayReferToSystemProperties() throws IOException {
    System.setProperty("test.namespace", "own");
    try {
      String text = "jcache-pmem.pool.namespace = ${test.namespace}";
      assertEquals("own", fromFile("set.conf", text).pool().namespace());
    } finally {
      System.clearProperty("test.namespace");
    }
  }

  /** They would not be seen by who reads properties as texts. */
  @Test
  void valuesOfPropertiesAreTexts() {
    for (String name : List.of("pool.grow-to", "jcache-pmem.pool.grow-to")) {
      Properties properties = new Properties();
      properties.put(name, 1L << 30);
      properties.put("others", 1);
      ConfigurationException e =
          assertThrows(
              ConfigurationException.class,
              () -> ProviderConfig.load(NAME, getClass().getClassLoader(), properties));
      mentions(e.getMessage(), name, "java.lang.Long", "getCacheManager");
    }
  }

  /** As beside libraries whose own files need what their applications set. */
  @Test
  void whatOthersHaveInTheirReferenceFilesNeedNotResolve() {
    ClassLoader loader = getClass().getClassLoader();
    assertTrue(ConfigFactory.parseResources(loader, "reference.conf").hasPath("jcache-pmem"));
    assertThrows(
        ConfigException.class,
        () -> ConfigFactory.parseResources(loader, "reference.conf").resolve());
    assertEquals("some-application", with().pool().namespace());
  }

  @Test
  void withoutAnyConfiguration() {
    ProviderConfig config = with();
    PoolConfig pool = config.pool();
    assertAll(
        () -> assertNull(config.source()),
        () -> assertEquals(Path.of("jcache-pmem.pool"), pool.path()),
        () -> assertTrue(pool.isDefaulted()),
        () -> assertEquals(256L << 20, pool.createIfMissingWithSizeBytes()),
        () -> assertEquals(OnLocked.VOLATILE, pool.onLocked()),
        () -> assertEquals(Durability.SYNC, pool.durability()),
        () -> assertEquals(Duration.ofMillis(100), pool.maxLag()),
        () -> assertEquals("some-application", pool.namespace()),
        () -> assertFalse(pool.overrideIfExists()),
        () -> assertNull(pool.overrideOrigin()),
        () -> assertEquals(MediumChoice.AUTO, pool.medium()),
        () -> assertEquals(VerifyReads.FIRST, pool.verifyReads()),
        () -> assertEquals(Trust.OWNER, pool.trust()),
        () -> assertEquals(Runtime.getRuntime().maxMemory() / 4, config.indexMaxBytes(), 1),
        () -> assertTrue(config.serialization().applicationClasses()));
  }

  @Test
  void configuredPoolFailsWhenLocked() {
    PoolConfig pool = with("pool.path", "/mnt/pmem/a.pool").pool();
    assertFalse(pool.isDefaulted());
    assertEquals(OnLocked.FAIL, pool.onLocked());
  }

  @Test
  void everySettingCanBeChanged() throws IOException {
    ProviderConfig config =
        fromFile(
            "all.conf",
            """
            jcache-pmem {
              pool { path = /p, create-if-missing-with-size = 1 GiB, override-if-exists = true, medium = jdk
                namespace = shop, durability = on-close, max-lag = 5 s, on-locked = wait
                on-locked-timeout = 1 m, verify-reads = always, trust = group }
              index.max-bytes = 64 MiB
              locks.timeout = 2 s
              serialization { allow = ["a.B"], deny = ["c.**"], application-classes = deny, max-depth = 7
                max-references = 8, max-array-length = 9, default-allow = [], default-deny = ["d.E"] }
              codecs { "com.acme.Foo" = com.acme.FooCodec }
            }
            """);
    PoolConfig pool = config.pool();
    assertAll(
        () -> assertEquals(Path.of("/p"), pool.path()),
        () -> assertEquals(1L << 30, pool.createIfMissingWithSizeBytes()),
        () -> mentions(String.valueOf(pool.overrideOrigin()), "all.conf", "2"),
        () -> assertEquals(MediumChoice.JDK, pool.medium()),
        () -> assertEquals("shop", pool.namespace()),
        () -> assertEquals(Durability.ON_CLOSE, pool.durability()),
        () -> assertEquals(Duration.ofSeconds(5), pool.maxLag()),
        () -> assertEquals(OnLocked.WAIT, pool.onLocked()),
        () -> assertEquals(Duration.ofMinutes(1), pool.onLockedTimeout()),
        () -> assertEquals(VerifyReads.ALWAYS, pool.verifyReads()),
        () -> assertEquals(Trust.GROUP, pool.trust()),
        () -> assertEquals(64L << 20, config.indexMaxBytes()),
        () -> assertEquals(Duration.ofSeconds(2), config.locksTimeout()),
        () -> assertEquals(java.util.List.of("a.B"), config.serialization().allow()),
        () -> assertFalse(config.serialization().applicationClasses()),
        () -> assertEquals(7, config.serialization().maxDepth()),
        () -> assertEquals(8, config.serialization().maxReferences()),
        () -> assertEquals(9, config.serialization().maxArrayLength()),
        () -> assertEquals(Map.of("com.acme.Foo", "com.acme.FooCodec"), config.codecs()));
  }

  @Test
  void allocatorGetsItsOptions() {
    PoolOptions options =
        with(
                "pool.path", "/p",
                "pool.create-if-missing-with-size", "16 MiB",
                "pool.override-if-exists", "true",
                "pool.medium", "libpmem",
                "pool.durability", "async",
                "pool.max-lag", "3 s",
                "pool.on-locked", "wait",
                "pool.on-locked-timeout", "4 s",
                "pool.verify-reads", "never",
                "pool.trust", "group")
            .pool()
            .options();
    assertAll(
        () -> assertEquals(Path.of("/p"), options.path()),
        () -> assertEquals(16 << 20, options.sizeBytes()),
        () -> assertTrue(options.createIfMissing()),
        () -> assertTrue(options.overrideIfExists()),
        () -> assertEquals(MediumChoice.LIBPMEM, options.medium()),
        () -> assertEquals(Durability.ASYNC, options.durability()),
        () -> assertEquals(Duration.ofSeconds(3), options.maxLag()),
        () -> assertEquals(OnLocked.WAIT, options.onLocked()),
        () -> assertEquals(Duration.ofSeconds(4), options.lockWait()),
        () -> assertEquals(VerifyReads.NEVER, options.verifyReads()),
        () -> assertTrue(options.trustsGroup()));
    assertNull(with("pool.medium", "heap").pool().options().path());
    assertEquals(
        Path.of("jcache-pmem.pool"), with("pool.medium", "volatile").pool().options().path());
    assertFalse(with().pool().options().trustsGroup());
  }

  @Test
  void laterLayersWin() throws IOException {
    Path resources = Files.createDirectory(directory.resolve("resources"));
    Files.writeString(
        resources.resolve("application.conf"),
        """
        other-library { broken = ${not.there} }
        jcache-pmem { pool { path = /application, durability = async, trust = group, medium = jdk } }
        """);
    Path file =
        Files.writeString(
            directory.resolve("m.conf"),
            "jcache-pmem.pool { path = /file, durability = on-close, trust = owner }");
    Properties passed = new Properties();
    passed.setProperty("jcache-pmem.pool.path", "/passed");
    passed.setProperty("something.else", "ignored");
    System.setProperty("jcache-pmem.pool.path", "/system");
    System.setProperty("jcache-pmem.pool.durability", "sync");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {resources.toUri().toURL()})) {
      PoolConfig pool = ProviderConfig.load(file.toUri(), loader, passed).pool();
      assertEquals(Path.of("/passed"), pool.path());
      assertEquals(Durability.SYNC, pool.durability());
      assertEquals(Trust.OWNER, pool.trust());
      assertEquals(MediumChoice.JDK, pool.medium());
      assertEquals("default", pool.namespace());

      Files.writeString(resources.resolve("cache.conf"), "jcache-pmem.pool.path = /resource");
      for (String uri :
          new String[] {"cache.conf", "classpath:cache.conf", "classpath:/cache.conf"}) {
        ProviderConfig config = ProviderConfig.load(URI.create(uri), loader, new Properties());
        mentions(String.valueOf(config.source()), "cache.conf");
      }
    } finally {
      System.clearProperty("jcache-pmem.pool.path");
      System.clearProperty("jcache-pmem.pool.durability");
    }
  }

  @Test
  void applicationPropertiesOfFrameworksDoNoHarm() throws IOException {
    Files.writeString(
        directory.resolve("application.properties"),
        """
        spring.a=1
        spring.a.b=2
        spring.list[0].name=${not.there:fallback}
        "odd key"=x
        =nameless
        jcache-pmem.pool.path=/boot
        """);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      PoolConfig pool = ProviderConfig.load(NAME, loader, new Properties()).pool();
      assertEquals(Path.of("/boot"), pool.path());
      assertFalse(pool.isDefaulted());
    }
  }

  @Test
  void uriThatResolvesToNothingIsName() {
    String[] names = {
      "file:/no/such/file.conf",
      "urn:acme:cache",
      "http://localhost:1/x.conf",
      "no-such.conf",
      "org",
      "classpath:none.conf",
      "jar:file:/no/such.jar!/a.conf",
      "acme://x/y",
      "a%20b",
      directory.toUri().toString()
    };
    for (String name : names) {
      ProviderConfig config =
          ProviderConfig.load(URI.create(name), getClass().getClassLoader(), new Properties());
      assertNull(config.source(), name);
      assertEquals(name, config.pool().namespace());
    }
  }

  @Test
  void jsonAndPropertiesFilesWork() throws IOException {
    assertEquals(
        Path.of("/j"),
        fromFile("a.json", "{\"jcache-pmem\":{\"pool\":{\"path\":\"/j\"}}}").pool().path());
    assertEquals(Path.of("/p"), fromFile("a.properties", "jcache-pmem.pool.path=/p").pool().path());
  }

  @Test
  void warabiTargetsWork() throws IOException {
    String bare =
        "{\"path\":\"/w\",\"create_if_missing_with_size\":10485760,\"override_if_exists\":true}";
    for (String json :
        new String[] {
          bare,
          "{\"target\":{\"type\":\"pmdk\",\"config\":" + bare + "}}",
          "{\"config\":{\"target\":{\"type\":\"pmem\",\"config\":"
              + bare
              + "}},\"transfer_manager\":{\"type\":\"pipeline\"}}",
          "{\"pmdk\":" + bare + "}"
        }) {
      PoolConfig pool = fromFile("w.json", json).pool();
      assertEquals(Path.of("/w"), pool.path(), json);
      assertEquals(10 << 20, pool.createIfMissingWithSizeBytes());
      assertTrue(pool.overrideIfExists());
      mentions(String.valueOf(pool.overrideOrigin()), "w.json");
    }
    assertEquals(
        MediumChoice.HEAP,
        fromFile("m.json", "{\"target\":{\"type\":\"memory\"}}").pool().medium());
    mentions(
        fileRefused("{\"target\":{\"type\":\"abtio\",\"config\":{\"path\":\"/x\"}}}"),
        "abtio",
        "pmdk");
    mentions(
        fileRefused("{\"path\":\"/x\",\"create_if_missing\":true}"),
        "create_if_missing",
        "bad.conf");
  }

  @Test
  void unknownKeysAreNamedWithFileAndLineAndNearestKey() {
    mentions(
        fileRefused("jcache-pmem {\n  pool {\n    pth = /x\n  }\n}"),
        "jcache-pmem.pool.pth",
        "bad.conf: 3",
        "Did you mean jcache-pmem.pool.path?");
    mentions(refused("pool.durabilty", "sync"), "Properties", "jcache-pmem.pool.durability?");
    mentions(refused("jcache-pmem.zzzzzzzzzz", "1"), "unknown key jcache-pmem.zzzzzzzzzz");
    mentions(
        fileRefused("jcache-pmem.caches.books { qota = 1 }"),
        "caches.books.qota",
        "jcache-pmem.caches.default.quota?");
    mentions(refused("caches.my.cache.quota", "1"), "quotes");
    mentions(fileRefused("jcache-pmem.pool = 3"), "is a section");
    mentions(fileRefused("jcache-pmem.pool.path { a = 1 }"), "takes a value");
  }

  @Test
  void onlyAVolatilePoolNeedsNoPath() throws IOException {
    String nowhere = "jcache-pmem.pool { path = null, medium = %s }";
    for (MediumChoice choice : List.of(MediumChoice.VOLATILE, MediumChoice.HEAP)) {
      PoolConfig pool = fromFile("n.conf", nowhere.formatted(choice.name())).pool();
      assertNull(pool.path());
      assertEquals(choice, pool.options().medium());
    }
    mentions(fileRefused(nowhere.formatted("jdk")), "pool.path", "bad.conf", "volatile");
  }

  @Test
  void badValuesAreNamedWithKeyAndOrigin() {
    mentions(
        refused("pool.create-if-missing-with-size", "lots"),
        "no size",
        "create-if-missing-with-size");
    mentions(refused("pool.create-if-missing-with-size", "-1"), "no size");
    mentions(
        refused("pool.create-if-missing-with-size", "64"),
        "64 bytes",
        "8 MiB",
        "bare number is bytes");
    mentions(refused("pool.create-if-missing-with-size", "8 MB"), "8000000 bytes");
    mentions(refused("pool.max-lag", "-5 ms"), "negative", "pool.max-lag");
    mentions(refused("pool.max-lag", "soon"), "no duration");
    mentions(refused("pool.max-lag", "0"), "must be positive");
    mentions(refused("pool.medium", "tape"), "tape", "auto, libpmem, jdk, heap, volatile");
    mentions(refused("pool.override-if-exists", "maybe"), "neither true nor false");
    mentions(refused("pool.path", ""), "empty");
    mentions(refused("pool.path", "a\0b"), "no path");
    mentions(refused("pool.path", "${POOL:app.pool}"), "placeholder", "outside of quotes");
    mentions(refused("pool.namespace", "n".repeat(1025)), "1025 bytes");
    mentions(refused("index.max-bytes", "0%"), "not above 0%");
    mentions(refused("index.max-bytes", "x%"), "no share");
    mentions(refused("index.max-bytes", "25"), "25 bytes", "such as 25%");
    mentions(refused("pool.grow-to", "512"), "512 bytes", "bare number is bytes");
    mentions(refused("locks.timeout", "0"), "must be positive");
    mentions(refused("caches.default.quota", "0.5"), "less than a byte");
    mentions(refused("serialization.max-depth", "0"), "not between");
    mentions(refused("serialization.max-depth", "ten"), "no whole number");
    mentions(refused("serialization.application-classes", "some"), "allow or deny");
    mentions(fileRefused("jcache-pmem.serialization.allow = [1]"), "list of texts", "bad.conf: 1");
    mentions(fileRefused("jcache-pmem.pool.path = null"), "must not be null");
    mentions(fileRefused("jcache-pmem.pool.path = [a]"), "not a list");
    mentions(
        fileRefused("jcache-pmem.pool.path = ${no.such.thing}"), "no.such.thing", "bad.conf: 1");
    mentions(fileRefused("jcache-pmem {"), "bad.conf");
    mentions(fileRefused("something = 1"), "no section \"jcache-pmem\"", "bad.conf");
  }

  @Test
  void sizes() {
    String[] texts = {
      "8388608", "8 MiB", "8M", "8m", "8388.608kB", "16mb", "0.01 GB", "1 GiB", "1TiB", "9000000 B"
    };
    long[] bytes = {
      8388608,
      8388608,
      8388608,
      8388608,
      8388608,
      16_000_000,
      10_000_000,
      1L << 30,
      1L << 40,
      9000000
    };
    for (int i = 0; i < texts.length; i++) {
      assertEquals(
          bytes[i],
          with("pool.create-if-missing-with-size", texts[i]).pool().createIfMissingWithSizeBytes(),
          texts[i]);
    }
    assertThrows(IllegalArgumentException.class, () -> Sizes.parse("99999999 TiB"));
  }

  @Test
  void durations() {
    assertEquals(Duration.ofMillis(1500), Durations.parse("1500"));
    assertEquals(Duration.ofMillis(1500), Durations.parse("1.5 s"));
    assertEquals(Duration.ofDays(2), Durations.parse("2d"));
    assertEquals(Duration.ofNanos(3000), Durations.parse("3 us"));
    assertThrows(IllegalArgumentException.class, () -> Durations.parse("99999999999 d"));
  }

  @Test
  void listsMayBeTextWithCommas() {
    assertEquals(
        java.util.List.of("a.B", "c.**"),
        with("serialization.allow", "a.B, c.**").serialization().allow());
  }
}
