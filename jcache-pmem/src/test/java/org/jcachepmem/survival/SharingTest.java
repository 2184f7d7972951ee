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
package org.jcachepmem.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.tools.ToolProvider;
import org.jcachepmem.PmemCachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several managers, class loaders and JVMs that want one pool. */
@Timeout(60)
class SharingTest {

  @TempDir Path directory;
  private final PmemCachingProvider provider = new PmemCachingProvider();
  private String pool;
  private Properties properties;

  @BeforeEach
  void configure() {
    pool = directory.resolve("shared.pool").toString();
    properties = WriteThroughLife.properties(pool);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private Life holder(String... args) throws IOException {
    Life holder = Life.start(directory, Map.of(), HoldingLife.class, args);
    assertEquals("before null, now held", holder.line());
    return holder;
  }

  private CacheManager manager() {
    return provider.getCacheManager(null, null, properties);
  }

  /** A class loader with a class that nobody else has. */
  private URLClassLoader loaderOfNotes() throws IOException {
    Path source = directory.resolve("Note.java");
    Files.writeString(source, "public record Note(String text) implements java.io.Serializable {}");
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
    URL[] urls = {directory.toUri().toURL()};
    return new URLClassLoader(urls, getClass().getClassLoader());
  }

  private static MutableConfiguration<String, Serializable> serializables() {
    return new MutableConfiguration<String, Serializable>()
        .setTypes(String.class, Serializable.class);
  }

  @Test
  void managersOfTwoLoadersWorkSideBySideOnOnePool() throws Exception {
    URI uri = URI.create("app:one");
    try (URLClassLoader loader = loaderOfNotes()) {
      Class<?> noteType = loader.loadClass("Note");
      Serializable note =
          (Serializable) noteType.getConstructor(String.class).newInstance("to whom it concerns");
      Cache<String, Serializable> ours =
          provider.getCacheManager(uri, null, properties).createCache("ours", serializables());
      Cache<String, Serializable> theirs =
          provider.getCacheManager(uri, loader, properties).createCache("theirs", serializables());
      for (int i = 0; i < 100; i++) {
        ours.put("key " + i, "ours " + i);
        theirs.put("key " + i, i == 0 ? note : "theirs " + i);
      }
      assertEquals("ours 7", ours.get("key 7"));
      assertEquals("theirs 7", theirs.get("key 7"));
      assertEquals(note, theirs.get("key 0"));
      assertSame(noteType, theirs.get("key 0").getClass());
      ours.clear();
      provider.close(uri, null);
      assertEquals("theirs 8", theirs.get("key 8"));
      provider.close(loader);
      Cache<String, Serializable> again =
          provider.getCacheManager(uri, loader, properties).createCache("theirs", serializables());
      assertEquals(note, again.get("key 0"));
      assertFalse(
          provider
              .getCacheManager(uri, null, properties)
              .createCache("ours", serializables())
              .iterator()
              .hasNext());
    }
  }

  @Test
  void anotherJvmIsToldWhoHasThePoolAndGetsItWhenThatIsKilled() throws Exception {
    try (Life holder = holder(pool)) {
      CacheException e = assertThrows(CacheException.class, this::manager);
      String expected = ".*pool %s: .*pid %d on \\S+ since 20\\d\\d-.*set pool.on-locked.*";
      assertTrue(e.getMessage().matches(expected.formatted(pool, holder.pid())), e.getMessage());
    }
    assertEquals("held", cacheOf(manager()).get("key"));
  }

  private static Cache<String, String> cacheOf(CacheManager manager) {
    return manager.createCache("held", WriteThroughLife.strings());
  }

  @Test
  void waitsForThePoolWhenTold() throws Exception {
    properties.put("jcache-pmem.pool.on-locked", "wait");
    properties.put("jcache-pmem.pool.on-locked-timeout", "100 ms");
    try (Life holder = holder(pool)) {
      assertThrows(CacheException.class, this::manager);
      properties.put("jcache-pmem.pool.on-locked-timeout", "30 s");
      Thread killer = new Thread(holder::kill);
      killer.start();
      assertEquals("held", cacheOf(manager()).get("key"));
      killer.join();
    }
  }

  @Test
  void worksInMemoryWithAWarningWhenTold() throws Exception {
    properties.put("jcache-pmem.pool.on-locked", "volatile");
    try (Life holder = holder(pool);
        LogLines log = new LogLines()) {
      Cache<String, String> cache = cacheOf(manager());
      cache.put("key", "in memory");
      assertEquals("in memory", cache.get("key"));
      String warning = log.with("WARN").get(0);
      assertTrue(warning.contains("volatile") && warning.contains("pid " + holder.pid()), warning);
      assertTrue(warning.contains("8 MiB in a file without a name"), warning);
      provider.close();
      assertEquals(0, holder.end());
    }
    assertEquals("held", cacheOf(manager()).get("key"));
  }

  @Test
  void withoutConfigurationTheSecondJvmOfADirectoryWorksInMemory() throws Exception {
    try (Life first = holder();
        Life second = holder()) {
      String warning =
          second.errors().lines().filter(l -> l.contains(" WARN ")).findFirst().orElse("none");
      assertTrue(warning.contains("jcache-pmem.pool"), warning);
      assertTrue(warning.contains("pid " + first.pid()), warning);
      assertTrue(warning.contains("volatile"), warning);
      assertTrue(first.errors().contains("No jcache-pmem.pool.path is configured"), first::failure);
      assertTrue(Files.exists(directory.resolve("jcache-pmem.pool")));
      assertEquals(0, second.end());
      assertEquals(0, first.end());
    }
  }

  @Test
  void theSameJarInAnotherClassLoaderIsToldSo() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(element).toURI().toURL());
    }
    cacheOf(manager()).put("key", "ours");
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader other = new URLClassLoader(urls.toArray(URL[]::new), platform)) {
      Class<?> foreign = other.loadClass(HoldingLife.class.getName());
      String answer = (String) foreign.getMethod("tryOpen", String.class).invoke(null, pool);
      for (String part : List.of(pool, "in this JVM", "class loader", "since 20")) {
        assertTrue(answer.contains(part), () -> part + " in " + answer);
      }
      provider.close();
      assertEquals(
          "before ours, now held", foreign.getMethod("tryOpen", String.class).invoke(null, pool));
    }
    assertEquals("held", cacheOf(manager()).get("key"));
  }

  @Test
  void oneLineSaysWhatWasOpenedAndOneThatItWasClosed() {
    try (LogLines log = new LogLines()) {
      Cache<String, String> cache = cacheOf(manager());
      for (int i = 0; i < 50; i++) {
        cache.put("key", "" + i);
        cache.get("key");
        cache.remove("key");
        cache.get("key");
      }
      cache.put("key", "1");
      provider.close();
      manager();
      provider.close();
      // On a machine without libpmem another one says so, once in a JVM.
      List<String> said =
          log.with("jcachepmem").stream().filter(l -> !l.contains("libpmem1")).toList();
      assertEquals(4, said.size(), said::toString);
      String opened =
          ".* INFO .*: (libpmem|JDK).*, durability sync, 8 MiB, %d entries recovered in \\d+ ms";
      for (int session = 0; session < 2; session++) {
        String line = said.get(2 * session);
        assertTrue(line.contains(pool + " open: "), line);
        assertTrue(line.matches(opened.formatted(session)), line);
        line = said.get(2 * session + 1);
        assertTrue(line.contains(" INFO ") && line.contains(pool + " closed with "), line);
      }
    }
  }
}
