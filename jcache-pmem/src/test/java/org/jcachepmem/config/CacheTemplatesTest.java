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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings a cache gets by its name. */
final class CacheTemplatesTest {

  @TempDir Path directory;

  private ProviderConfig caches(String text) throws IOException {
    return whole("jcache-pmem.caches {\n" + text + "\n}");
  }

  private ProviderConfig whole(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("c.conf"), text);
    return ProviderConfig.load(file.toUri(), getClass().getClassLoader(), new Properties());
  }

  @Test
  void nothingConfigured() throws IOException {
    CacheConfig cache = caches("").cacheTemplate("any");
    assertEquals(
        new CacheConfig(
            0,
            false,
            OnUncleanOpen.KEEP,
            null,
            Duration.ZERO,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        cache);
  }

  @Test
  void aNameMatchesItselfWhateverItsLetters() throws IOException {
    ProviderConfig config =
        caches(
            """
            "a\uD83D\uDE00" { quota = 16 MiB }
            "\uD83D\uDE00*" { quota = 8 MiB }
            """);
    assertEquals(16 << 20, config.cacheTemplate("a\uD83D\uDE00").quotaBytes());
    assertEquals(8 << 20, config.cacheTemplate("\uD83D\uDE00b").quotaBytes());
  }

  @Test
  void halfOfAnExpiryMayComeFromAPattern() throws IOException {
    ProviderConfig config =
        caches(
            """
            "session*".expiry { policy = touched, after = 10 m }
            sessionAdmin.expiry.after = 1 m
            """);
    assertEquals(
        new ExpiryTemplate(ExpiryTemplate.Policy.TOUCHED, Duration.ofMinutes(1)),
        config.cacheTemplate("sessionAdmin").expiry());
    assertEquals(
        new ExpiryTemplate(ExpiryTemplate.Policy.TOUCHED, Duration.ofMinutes(10)),
        config.cacheTemplate("sessionX").expiry());
  }

  @Test
  void nameBeatsPatternBeatsDefault() throws IOException {
    ProviderConfig config =
        caches(
            """
            default { quota = 1 MiB, statistics = true }
            "org.acme.*" { quota = 2 MiB, on-unclean-open = clear }
            "org.acme.shop.*" { quota = 3 MiB, management = true }
            "org.acme.shop.Book" { quota = 4 MiB, pinned = true }
            "?" { quota = 5 MiB }
            """);
    assertEquals(1 << 20, config.cacheTemplate("other").quotaBytes());
    assertEquals(2 << 20, config.cacheTemplate("org.acme.User").quotaBytes());
    assertEquals(3 << 20, config.cacheTemplate("org.acme.shop.Cart").quotaBytes());
    assertEquals(5 << 20, config.cacheTemplate("x").quotaBytes());
    assertEquals(1 << 20, config.cacheTemplate("xx").quotaBytes());
    CacheConfig book = config.cacheTemplate("org.acme.shop.Book");
    assertEquals(4 << 20, book.quotaBytes());
    assertTrue(book.pinned());
    assertEquals(true, book.management()); // of the longer pattern
    assertEquals(OnUncleanOpen.CLEAR, book.onUncleanOpen()); // of the shorter one
    assertEquals(true, book.statistics()); // of the default
  }

  @Test
  void dotsInPatternsAreDots() throws IOException {
    ProviderConfig config = caches("\"a.b*\" { quota = 1 }");
    assertEquals(0, config.cacheTemplate("aXb").quotaBytes());
    assertEquals(1, config.cacheTemplate("a.bc").quotaBytes());
  }

  @Test
  void typesLoadersAndExpiry() throws IOException {
    CacheConfig cache =
        caches(
                """
                default { key-type = java.lang.Long, value-type = java.lang.String, read-through = true
                  write-through = no, loader = a.L, writer = a.W, expiry { policy = modified, after = 10 m } }
                """)
            .cacheTemplate("c");
    assertEquals("java.lang.Long", cache.keyType());
    assertEquals("java.lang.String", cache.valueType());
    assertEquals(true, cache.readThrough());
    assertEquals(false, cache.writeThrough());
    assertEquals("a.L", cache.loader());
    assertEquals("a.W", cache.writer());
    assertEquals(
        new ExpiryTemplate(ExpiryTemplate.Policy.UPDATED, Duration.ofMinutes(10)), cache.expiry());
    CacheConfig eternal = caches("a.expiry.policy = eternal").cacheTemplate("a");
    assertEquals(
        new ExpiryTemplate(ExpiryTemplate.Policy.ETERNAL, Duration.ZERO), eternal.expiry());
    assertNull(caches("a.expiry.policy = eternal").cacheTemplate("b").expiry());
  }

  @Test
  void badTemplatesAreRefusedAtOnceEvenIfNoCacheHasTheName() {
    for (String bad :
        new String[] {
          "a.quota = much",
          "\"x*\".expiry { policy = created }",
          "a.expiry { policy = created, after = -1 s }",
          "a.expiry { after = 1 s }",
          "a.expiry.policy = sometimes",
          "a.pinned = 2",
          "a.on-unclean-open = panic",
          "a.data-version = \"\"",
          "a.max-downtime = 10 ms",
          "a.lives-with = a",
          "a.lives-with = b, b.lives-with = c"
        }) {
      ConfigurationException e = assertThrows(ConfigurationException.class, () -> caches(bad), bad);
      assertTrue(e.getMessage().contains("jcache-pmem.caches."), e.getMessage());
    }
  }

  private void assertRefused(String text, String... parts) {
    ConfigurationException e = assertThrows(ConfigurationException.class, () -> whole(text), text);
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void aBadDefaultIsReportedWhereItStands() {
    assertRefused(
        "\njcache-pmem.caches.default.quota = much", "c.conf: 2: jcache-pmem.caches.default.quota");
    assertRefused(
        "jcache-pmem { profile = hibernate, caches.default.pinned = perhaps }",
        "c.conf: 1: jcache-pmem.caches.default.pinned");
  }

  @Test
  void theDefaultMayNotLiveWithACacheThatGetsTheDefault() throws IOException {
    assertRefused(
        "jcache-pmem.caches.default.lives-with = b",
        "c.conf: 1: jcache-pmem.caches.default.lives-with names \"b\"");
    ProviderConfig config = caches("default.lives-with = b, b.lives-with = null");
    assertEquals("b", config.cacheTemplate("a").livesWith());
    assertNull(config.cacheTemplate("b").livesWith());
  }

  @Test
  void aProfileIsJudgedByItself() throws IOException {
    String results = "jcache-pmem.profiles.hibernate.caches.\"*default-query-results-region\"";
    assertRefused(
        results + ".lives-with = my.default-query-results-region",
        "c.conf: 1: " + results + ".lives-with names \"my.default-query-results-region\"");
    assertRefused(results + ".on-unclean-open = perhaps", "c.conf: 1: " + results);
    // One that is not chosen is not hurt by what the user has as a default.
    caches("default.lives-with = b, b.lives-with = null");
  }

  @Test
  void whenEntriesMayStillBeServed() throws IOException {
    CacheConfig cache =
        caches("\"c*\" { data-version = 7, max-downtime = 2 h, lives-with = other }")
            .cacheTemplate("cc");
    assertEquals("7", cache.dataVersion());
    assertEquals(Duration.ofHours(2), cache.maxDowntime());
    assertEquals("other", cache.livesWith());
  }

  @Test
  void allCachesMayLiveWithOneThatNeedsNone() throws IOException {
    ProviderConfig config = caches("default.lives-with = root, root.lives-with = null");
    assertEquals("root", config.cacheTemplate("any").livesWith());
    assertNull(config.cacheTemplate("root").livesWith());
  }

  @Test
  void theHibernateProfileIsStrongerThanTheDefaultsAndWeakerThanTheUser() throws IOException {
    ProviderConfig plain = caches("default.statistics = true");
    assertEquals(OnUncleanOpen.KEEP, plain.cacheTemplate("org.acme.User").onUncleanOpen());
    ProviderConfig config =
        whole(
            """
            jcache-pmem.profile = hibernate
            jcache-pmem.caches {
              "org.acme.User".on-unclean-open = keep
              "*timestamps-region".quota = 1 MiB
            }
            """);
    assertEquals(OnUncleanOpen.CLEAR, config.cacheTemplate("org.acme.Other").onUncleanOpen());
    assertEquals(OnUncleanOpen.KEEP, config.cacheTemplate("org.acme.User").onUncleanOpen());
    CacheConfig timestamps = config.cacheTemplate("default-update-timestamps-region");
    assertTrue(timestamps.pinned());
    assertEquals(OnUncleanOpen.KEEP, timestamps.onUncleanOpen());
    assertEquals(4 << 20, timestamps.quotaBytes()); // the longer pattern is stronger
    CacheConfig results = config.cacheTemplate("default-query-results-region");
    assertEquals("default-update-timestamps-region", results.livesWith());
  }

  @Test
  void aProfileThatKeepsCachesAfterAKillNeedsDurablePuts() throws IOException {
    String relaxed = "jcache-pmem { profile = hibernate, pool.durability = async }\n";
    ConfigurationException e = assertThrows(ConfigurationException.class, () -> whole(relaxed));
    assertTrue(e.getMessage().contains("durability = sync"), e.getMessage());
    assertTrue(e.getMessage().contains("default-update-timestamps-region"), e.getMessage());
    ProviderConfig cleared =
        whole(
            relaxed
                + """
                jcache-pmem.caches {
                  "*default-query-results-region".on-unclean-open = clear
                  "*default-update-timestamps-region".on-unclean-open = clear
                }
                """);
    assertEquals(OnUncleanOpen.CLEAR, cleared.cacheTemplate("any").onUncleanOpen());
    ConfigurationException unknown =
        assertThrows(ConfigurationException.class, () -> whole("jcache-pmem.profile = spring"));
    assertTrue(unknown.getMessage().contains("hibernate"), unknown.getMessage());
  }

  @Test
  void quotedNamesInProperties() {
    Properties properties = new Properties();
    properties.setProperty("jcache-pmem.caches.\"my.cache\".quota", "7");
    ProviderConfig config =
        ProviderConfig.load(URI.create("x"), getClass().getClassLoader(), properties);
    assertEquals(7, config.cacheTemplate("my.cache").quotaBytes());
  }
}
