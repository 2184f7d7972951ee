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
package org.jcachepmem.monitoring;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jcachepmem.PmemCacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.management.PmemPoolMXBean;

/** A pool of 8 MiB in a file, on the JDK's mapping, and what may happen to it. */
final class WatchedPool implements AutoCloseable {
  static final int KIB = 1 << 10;
  private static final int FLOOD_BYTES = 16 << 20;
  private static final int FLOOD_VALUE_BYTES = 8 * KIB;

  final Path file;
  private final Properties properties = new Properties();
  private PmemCachingProvider provider = new PmemCachingProvider();

  WatchedPool(Path file) {
    this.file = file;
    with("pool.path", file.toString());
    with("pool.create-if-missing-with-size", "8 MiB");
    with("pool.medium", "jdk");
  }

  WatchedPool with(String key, String value) {
    properties.put("jcache-pmem." + key, value);
    return this;
  }

  PmemCacheManager manager() {
    return provider.getCacheManager(null, null, properties).unwrap(PmemCacheManager.class);
  }

  <V> Cache<Integer, V> cache(String name, Class<V> type) {
    CacheManager manager = manager();
    return manager.createCache(
        name, new MutableConfiguration<Integer, V>().setTypes(Integer.class, type));
  }

  /** Puts twice what the pool holds. */
  static void flood(Cache<Integer, byte[]> cache) {
    for (int i = 0; i < FLOOD_BYTES / FLOOD_VALUE_BYTES; i++) {
      cache.put(i, new byte[FLOOD_VALUE_BYTES]);
    }
  }

  void restart() {
    provider.close();
    provider = new PmemCachingProvider();
  }

  /** Changes a bit of the text in the file, which nobody has open. */
  void damage(String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  static ObjectName name(String pool) throws MalformedObjectNameException {
    return new ObjectName("org.jcachepmem:type=Pool,name=" + ObjectName.quote(pool));
  }

  /** The bean as JMX clients see it. */
  PmemPoolMXBean bean() throws MalformedObjectNameException {
    manager();
    return JMX.newMXBeanProxy(server(), name(file.toString()), PmemPoolMXBean.class);
  }

  @Override
  public void close() {
    provider.close();
  }

  /** A value whose class changes, so that what is stored can't be read any more. */
  static final class Changing implements Serializable {
    private static final long serialVersionUID = 1;
    static volatile boolean changed;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (changed) {
        throw new InvalidObjectException("the class has changed");
      }
    }
  }
}
