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
package org.jcachepmem;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.hibernate.cache.internal.BasicCacheKeyImplementation;
import org.jcachepmem.codec.Samples;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Makes the pools that {@link KeptPoolTest} opens: one closed, one left as a kill leaves it, and a
 * list of what is in both. Run once for each version of the format or of a codec, and never again:
 *
 * <pre>
 *   java -ea -cp (test class path) org.jcachepmem.KeptPool src/test/resources/pools/format-1.0
 * </pre>
 *
 * or, from the repository's root, {@code .ci/keep-pool format-1.0}. Then name the new directory in
 * the test. What is listed is derived from the objects, so the list says what readers must find
 * whatever becomes of this class.
 */
public final class KeptPool {
  private static final Duration A_LONG_TIME = new Duration(TimeUnit.DAYS, 36_500);

  private final Path directory;
  private final TreeSet<String> manifest = new TreeSet<>();

  private KeptPool(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    if (Files.exists(directory)) {
      throw new IOException(directory + " is kept: never change it, make one for the new version");
    }
    Files.createDirectories(directory);
    new KeptPool(directory).make();
  }

  private void make() throws IOException {
    Path work = Files.createTempDirectory("kept-pool-");
    Path pool = work.resolve("kept.pool");
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      fill(manager(provider, pool));
      compress(pool, directory.resolve("killed.pool.gz"));
    }
    compress(pool, directory.resolve("closed.pool.gz"));
    Files.delete(pool);
    Files.deleteIfExists(Path.of(pool + ".lock"));
    Files.delete(work);
    try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("entries.txt"))) {
      for (String line : manifest) {
        out.write(line + "\n");
      }
    }
  }

  /** A manager over that pool, which is made if it is missing. */
  static CacheManager manager(PmemCachingProvider provider, Path pool) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", pool.toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    properties.put("jcache-pmem.pool.medium", "jdk");
    return provider.getCacheManager(null, null, properties);
  }

  private static void compress(Path from, Path to) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
      Files.copy(from, out);
    }
  }

  @SuppressWarnings("unchecked") // samples of one codec are of one class
  private void fill(CacheManager manager) {
    Samples.edges()
        .forEach(
            (codec, samples) -> {
              Class<Object> type = (Class<Object>) samples.get(0).getClass();
              Cache<Object, Object> cache = cache(manager, codec, type, type, Duration.ETERNAL);
              for (int i = 0; i < samples.size(); i++) {
                put(cache, samples.get(i), samples.get(samples.size() - 1 - i));
              }
            });
    Cache<Object, Object> any = cache(manager, "any", Object.class, Object.class, Duration.ETERNAL);
    List<Object> objects =
        List.of(
            TimeUnit.DAYS,
            new SimpleKey("a", 1L, "x".repeat(200)),
            new BasicCacheKeyImplementation(7L, "org.acme.Book", 7),
            new ArrayList<>(List.of("a", 1L, "a")),
            new Date(5),
            new Kept(1, "x"),
            "text",
            5L);
    for (int i = 0; i < objects.size(); i++) {
      put(any, objects.get(i), objects.get(objects.size() - 1 - i));
    }
    Cache<Long, byte[]> sizes = cache(manager, "sizes", Long.class, byte[].class, Duration.ETERNAL);
    for (int length : new int[] {0, 1, 17, 1000, 8_000, 20_000, 65_504, 65_536, 300_000, 1 << 20}) {
      put(sizes, (long) length, array(length));
    }
    Cache<Long, String> changed =
        cache(manager, "changed", Long.class, String.class, Duration.ETERNAL);
    for (long key = 0; key < 300; key++) {
      changed.put(key, "old");
    }
    for (long key = 0; key < 300; key += 3) {
      changed.remove(key);
      put(changed, key + 1, "new " + key);
    }
    for (long key = 2; key < 300; key += 3) {
      put(changed, key, "newer " + key);
    }
    Cache<Long, String> cleared =
        cache(manager, "cleared", Long.class, String.class, Duration.ETERNAL);
    for (long key = 0; key < 100; key++) {
      cleared.put(key, "gone");
    }
    cleared.clear();
    put(cleared, 5L, "after");
    put(cache(manager, "expiring", Long.class, String.class, A_LONG_TIME), 1L, "late");
    cache(manager, "expired", Long.class, String.class, new Duration(TimeUnit.SECONDS, 1))
        .put(1L, "early");
    list("expired", Long.class, String.class, "-", "-");
  }

  private static <K, V> Cache<K, V> cache(
      CacheManager manager, String name, Class<K> keys, Class<V> values, Duration life) {
    return manager.createCache(
        name,
        new MutableConfiguration<K, V>()
            .setTypes(keys, values)
            .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life)));
  }

  @SuppressWarnings("unchecked") // the configurations are ours
  private <K, V> void put(Cache<K, V> cache, K key, V value) {
    cache.put(key, value);
    MutableConfiguration<K, V> types = cache.getConfiguration(MutableConfiguration.class);
    list(cache.getName(), types.getKeyType(), types.getValueType(), describe(key), describe(value));
  }

  private void list(String cache, Class<?> keys, Class<?> values, String key, String value) {
    manifest.add(String.join("\t", cache, keys.getName(), values.getName(), key, value));
  }

  private static byte[] array(int length) {
    byte[] array = new byte[length];
    for (int i = 0; i < length; i++) {
      array[i] = (byte) (i + (i >>> 8));
    }
    return array;
  }

  /** What an object is, in a word without tabs that later versions make of an equal object. */
  static String describe(Object object) {
    String what = object.getClass().getSimpleName() + " ";
    if (object instanceof byte[] bytes) {
      return what + bytes.length + " " + checksum(bytes);
    }
    if (object instanceof String text) {
      return what + text.length() + " " + checksum(text.getBytes(StandardCharsets.UTF_16BE));
    }
    if (object instanceof Character character) {
      return what + (int) character;
    }
    if (object instanceof SimpleKey || object instanceof BasicCacheKeyImplementation) {
      return what + object.hashCode();
    }
    return what + (object instanceof Date date ? date.getTime() : object.toString());
  }

  private static String checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return Long.toHexString(crc.getValue());
  }

  /** Goes through Java serialization. */
  record Kept(int number, String text) implements Serializable {}
}
