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
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.codec.Codec;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Calls that can't be right: told so, with nothing lost and the cache in order afterwards. */
class BadUseTest {

  @TempDir Path directory;
  private Properties properties;
  private CacheManager manager;
  private Cache<Object, Object> cache;

  /** Writes a type of the JDK's another way. */
  public static final class BackwardsCodec implements Codec<StringBuilder> {

    @Override
    public String id() {
      return "backwards";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean isCanonical() {
      return false;
    }

    @Override
    public byte[] encode(StringBuilder object) {
      String text = new StringBuilder(object).reverse().toString();
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public StringBuilder decode(byte[] bytes) {
      return new StringBuilder(new String(bytes, StandardCharsets.UTF_8)).reverse();
    }
  }

  @BeforeEach
  void open() {
    properties = WriteThroughLife.properties(directory.resolve("used.pool").toString());
    manager = Caching.getCachingProvider().getCacheManager(null, null, properties);
    cache = manager.createCache("any", new MutableConfiguration<>());
    cache.put("key", "kept");
  }

  @AfterEach
  void close() {
    Caching.getCachingProvider().close();
  }

  private void reopen() {
    close();
    manager = Caching.getCachingProvider().getCacheManager(null, null, properties);
  }

  private static void assertRefused(Executable call, String... parts) {
    CacheException e = assertThrows(CacheException.class, call);
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " in: " + e.getMessage());
    }
  }

  private void assertInOrder() {
    assertEquals("kept", cache.get("key"));
    cache.put("another", "one");
    assertTrue(cache.remove("another"));
    assertFalse(cache.containsKey("another"));
  }

  @Test
  void keyOrValueThatDoesNotSerialise() {
    Object plain = new Object();
    String name = "java.lang.Object";
    assertRefused(() -> cache.put("key", plain), name);
    assertRefused(() -> cache.put(plain, "value"), name);
    assertNull(cache.get(plain), "nobody could have put it");
    assertRefused(
        () -> cache.put("key", List.of(new Thread())), "java.lang.Thread", "Serializable", "codec");
    assertRefused(() -> cache.putAll(Collections.singletonMap("other", plain)), name);
    assertNull(cache.get("other"));
    assertInOrder();
  }

  @Test
  void keyOrValueThatIsTooLarge() {
    byte[] larger = new byte[20 << 20];
    assertRefused(() -> cache.put("large", larger), "bytes", "any");
    assertRefused(() -> cache.put("x".repeat(70_000), "value"), "bytes");
    assertNull(cache.get("large"));
    assertInOrder();
    assertRefused(() -> cache.put("key", larger), "bytes");
    assertInOrder();
    reopen();
    cache = manager.createCache("any", new MutableConfiguration<>());
    assertInOrder();
  }

  @Test
  void otherTypesAndOtherCodecs() {
    MutableConfiguration<String, StringBuilder> builders =
        new MutableConfiguration<String, StringBuilder>()
            .setTypes(String.class, StringBuilder.class);
    manager.createCache("built", builders).put("key", new StringBuilder("text"));
    reopen();
    assertRefused(
        () ->
            manager.createCache(
                "built",
                new MutableConfiguration<Long, StringBuilder>()
                    .setTypes(Long.class, StringBuilder.class)),
        "\"built\"",
        "java.lang.String",
        "java.lang.Long",
        "destroyCache");
    properties.put(
        "jcache-pmem.codecs.\"java.lang.StringBuilder\"", BackwardsCodec.class.getName());
    reopen();
    assertRefused(() -> manager.createCache("built", builders), "\"built\"", "backwards");
    properties.remove("jcache-pmem.codecs.\"java.lang.StringBuilder\"");
    reopen();
    assertEquals("text", manager.createCache("built", builders).get("key").toString());
  }

  @Test
  @NullUnmarked
  void nullKeysAndValues() {
    List<Executable> calls =
        List.of(
            () -> cache.get(null),
            () -> cache.getAll(Collections.singleton(null)),
            () -> cache.getAll(null),
            () -> cache.containsKey(null),
            () -> cache.put(null, "value"),
            () -> cache.put("key", null),
            () -> cache.getAndPut("key", null),
            () -> cache.putAll(Collections.singletonMap("other", null)),
            () -> cache.putAll(Collections.singletonMap(null, "value")),
            () -> cache.putIfAbsent("key", null),
            () -> cache.remove(null),
            () -> cache.remove("key", null),
            () -> cache.getAndRemove(null),
            () -> cache.replace("key", null),
            () -> cache.replace("key", "kept", null),
            () -> cache.getAndReplace("key", null),
            () -> cache.removeAll(Collections.singleton(null)),
            () -> cache.invoke("key", null),
            () -> manager.createCache(null, new MutableConfiguration<>()),
            () -> manager.createCache("other", null),
            () -> manager.getCache(null),
            () -> manager.destroyCache(null));
    calls.forEach(call -> assertThrows(NullPointerException.class, call));
    assertNull(cache.get("other"));
    assertInOrder();
  }

  @Test
  void useAfterClose() {
    Iterator<Cache.Entry<Object, Object>> iterator = cache.iterator();
    iterator.next();
    cache.close();
    List<Executable> calls =
        List.of(
            () -> cache.get("key"),
            () -> cache.put("key", "value"),
            () -> cache.remove("key"),
            () -> cache.getAll(Set.of("key")),
            () -> cache.clear(),
            () -> cache.iterator(),
            iterator::hasNext,
            iterator::next,
            iterator::remove);
    for (Executable call : calls) {
      IllegalStateException e = assertThrows(IllegalStateException.class, call);
      assertTrue(e.getMessage().contains("any"), e.getMessage());
    }
    CacheManager closed = manager;
    closed.close();
    for (Executable call :
        List.<Executable>of(
            () -> closed.createCache("any", new MutableConfiguration<>()),
            () -> closed.getCache("any"),
            () -> closed.getCacheNames(),
            () -> closed.destroyCache("any"))) {
      IllegalStateException e = assertThrows(IllegalStateException.class, call);
      assertTrue(e.getMessage().contains("closed"), e.getMessage());
    }
    reopen(); // a provider that was closed opens managers again
    assertNotSame(closed, manager);
    cache = manager.createCache("any", new MutableConfiguration<>());
    assertInOrder();
  }
}
