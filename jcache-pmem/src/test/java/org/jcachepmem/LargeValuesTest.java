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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.allocator.medium.LibpmemPresence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values far larger than a chunk, by the API that applications use: whole after a restart, and a
 * put takes no more heap than the caller's object and one copy. Heap is counted as bytes that the
 * thread allocates, which no garbage collector and no machine changes.
 */
class LargeValuesTest {
  private static final int CI_BYTES = 64 << 20;
  private static final int NIGHTLY_BYTES = 1 << 30;

  /** What a put allocates beside the copy: handles, extent lists, buffers. */
  private static final long SMALL_CHANGE = 4 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "libpmem"})
  void valuesOf64MebibytesTakeTheCallersObjectAndOneCopy(String medium) throws IOException {
    check(medium, CI_BYTES, "160 MiB");
  }

  /** {@code mvn -Pnightly -pl jcache-pmem -am test}. */
  @ParameterizedTest
  @ValueSource(strings = {"jdk", "libpmem"})
  @Tag("nightly")
  void valuesOf1GibibyteTakeTheCallersObjectAndOneCopy(String medium) throws IOException {
    check(medium, NIGHTLY_BYTES, "2304 MiB");
  }

  private void check(String medium, int bytes, String poolSize) throws IOException {
    if (medium.equals("libpmem")) {
      LibpmemPresence.require();
    }
    Path tmpfs = Path.of("/dev/shm");
    boolean hasRoom =
        Files.isWritable(tmpfs) && Files.getFileStore(tmpfs).getUsableSpace() > 4L * bytes;
    Path directory = hasRoom ? Files.createTempDirectory(tmpfs, "jcache-pmem-") : temporary;
    Path pool = directory.resolve("large.pool");
    try {
      Properties properties = new Properties();
      properties.put("jcache-pmem.pool.path", pool.toString());
      properties.put("jcache-pmem.pool.create-if-missing-with-size", poolSize);
      properties.put("jcache-pmem.pool.medium", medium);
      check(properties, bytes);
    } finally {
      Files.deleteIfExists(pool);
      Files.deleteIfExists(Path.of(pool + ".lock"));
      if (hasRoom) {
        Files.delete(directory);
      }
    }
  }

  private static void check(Properties properties, int bytes) {
    byte[] value = value(bytes);
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      Cache<Long, byte[]> cache = arrays(provider, properties);
      assertPutAllocates(cache, 1L, value, bytes);
      assertPutAllocates(cache, 1L, value, bytes);
      assertTrue(cache.containsKey(1L));
    }
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      Cache<Long, byte[]> cache = arrays(provider, properties);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      assertArrayEquals(value, cache.get(1L));
      long read = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(read <= bytes + SMALL_CHANGE, "a get allocated " + read + " bytes");
      cache.remove(1L);
      Cache<Long, Graph> graphs =
          provider
              .getCacheManager(null, null, properties)
              .createCache(
                  "graphs",
                  new MutableConfiguration<Long, Graph>().setTypes(Long.class, Graph.class));
      // The first value of each class is read back as a proof that it can be: a copy more, once.
      graphs.put(3L, new Graph(new byte[1]));
      Graph graph = new Graph(Arrays.copyOf(value, bytes - 4096));
      assertPutAllocates(graphs, 2L, graph, bytes);
      Graph found = graphs.get(2L);
      assertNotNull(found);
      assertArrayEquals(graph.content, found.content);
    }
  }

  private static Cache<Long, byte[]> arrays(PmemCachingProvider provider, Properties properties) {
    return provider
        .getCacheManager(null, null, properties)
        .createCache(
            "arrays", new MutableConfiguration<Long, byte[]>().setTypes(Long.class, byte[].class));
  }

  private static <V> void assertPutAllocates(Cache<Long, V> cache, long key, V value, int bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    cache.put(key, value);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("A put of %d bytes allocated %d bytes%n", bytes, allocated);
    assertTrue(allocated <= bytes + SMALL_CHANGE, "a put allocated " + allocated + " bytes");
  }

  private static byte[] value(int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (i * 31 + (i >>> 12));
    }
    return value;
  }

  /** Goes through Java serialization. */
  private static final class Graph implements Serializable {
    private static final long serialVersionUID = 1;
    private final byte[] content;

    Graph(byte[] content) {
      this.content = content;
    }
  }
}
