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

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.ObjectName;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.management.PmemPoolMXBean;

/** A pool of {@link ReflinkTrial}, open: each value tells its key and its version. */
final class ReflinkPool implements AutoCloseable {
  static final int KEYS = 8_000;
  static final int VALUE_BYTES = 10_000;
  static final String SIZE = "128 MiB";

  private final PmemCachingProvider provider = new PmemCachingProvider();
  private final Path file;
  private final Cache<Integer, byte[]> cache;

  ReflinkPool(Path file, String medium) {
    this.file = file;
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", file.toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", SIZE);
    properties.put("jcache-pmem.pool.medium", medium);
    cache =
        provider
            .getCacheManager(null, null, properties)
            .createCache(
                "reflink",
                new MutableConfiguration<Integer, byte[]>().setTypes(Integer.class, byte[].class));
  }

  static byte[] value(int key, int version) {
    return ByteBuffer.allocate(VALUE_BYTES).putInt(key).putInt(version).array();
  }

  void put(int key, int version) {
    cache.put(key, value(key, version));
  }

  /** Puts each {@code step}-th key; returns microseconds for each. */
  double putAll(int version, int step) {
    long start = System.nanoTime();
    for (int key = 0; key < KEYS; key += step) {
      put(key, version);
    }
    return (System.nanoTime() - start) / 1e3 / ((KEYS + step - 1) / step);
  }

  /** The version of a key, which must be whole. */
  int version(int key) {
    byte[] value = cache.get(key);
    if (value == null) {
      throw new AssertionError("key " + key + " is gone");
    }
    int version = ByteBuffer.wrap(value).getInt(Integer.BYTES);
    if (!Arrays.equals(value, value(key, version))) {
      throw new AssertionError("key " + key + " is torn");
    }
    return version;
  }

  String snapshot(Path to, boolean reflink) throws JMException {
    ObjectName name =
        new ObjectName("org.jcachepmem:type=Pool,name=" + ObjectName.quote(file.toString()));
    return JMX.newMXBeanProxy(
            ManagementFactory.getPlatformMBeanServer(), name, PmemPoolMXBean.class)
        .snapshot(to.toString(), reflink);
  }

  /** Writes a file until the disk is full. */
  static void fillDisk(Path filler) {
    byte[] block = new byte[1 << 20];
    for (int length = block.length; length > 0; length /= 4) {
      try (OutputStream out =
          Files.newOutputStream(
              filler,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND,
              StandardOpenOption.SYNC)) {
        while (true) {
          out.write(block, 0, length);
        }
      } catch (IOException e) {
        // Full for blocks of that length.
      }
    }
  }

  @Override
  public void close() {
    provider.close();
  }
}
