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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What can be wrong with a pool file: the application is told what, where and what to do, the file
 * stays as it is, and when it is right again its contents are there.
 */
class BadPoolTest {

  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private Path pool;
  private Properties properties;

  @BeforeEach
  void configure() {
    pool = directory.resolve("bad.pool");
    properties = WriteThroughLife.properties(pool.toString());
  }

  @AfterEach
  void close() {
    Caching.getCachingProvider().close();
  }

  private CacheManager manager() {
    return Caching.getCachingProvider().getCacheManager(null, null, properties);
  }

  private static Cache<String, String> cache(CacheManager manager) {
    return manager.createCache("cache", WriteThroughLife.strings());
  }

  private CacheException refused(String... parts) {
    CacheException e = assertThrows(CacheException.class, this::manager);
    assertTrue(e.getMessage().contains(pool.toString()), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " in: " + e.getMessage());
    }
    return e;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A change to a good pool of 16 MiB with which it can't be opened, and what is said of it. */
  enum Fault {
    EMPTY("at least 8388608 bytes", "found 0 bytes", "remove it") {
      @Override
      byte[] apply(byte[] good) {
        return new byte[0];
      }
    },
    TOO_SMALL("at least 8388608 bytes", "found 4194304 bytes", "restore it") {
      @Override
      byte[] apply(byte[] good) {
        return Arrays.copyOf(good, 4 * MIB);
      }
    },
    ODD_SIZE("a multiple of 4096 bytes", "found 16777116 bytes", "restore it") {
      @Override
      byte[] apply(byte[] good) {
        return Arrays.copyOf(good, 16 * MIB - 100);
      }
    },
    TRUNCATED("truncated", "16777216 bytes", "8388608", "restore the file from a copy") {
      @Override
      byte[] apply(byte[] good) {
        return Arrays.copyOf(good, 8 * MIB);
      }
    },
    NO_POOL("not a pool", "is the path right?") {
      @Override
      byte[] apply(byte[] good) {
        byte[] text = new byte[8 * MIB];
        Arrays.fill(text, (byte) 'x');
        return text;
      }
    },
    ZEROS("not a pool", "is the path right?") {
      @Override
      byte[] apply(byte[] good) {
        return new byte[8 * MIB];
      }
    },
    DAMAGED("both superblocks are damaged", "restore the pool file from a copy") {
      @Override
      byte[] apply(byte[] good) {
        byte[] bad = good.clone();
        bad[(int) SuperblockLayout.OFFSET_A + SuperblockLayout.SALT_AT]++;
        bad[(int) SuperblockLayout.OFFSET_B + SuperblockLayout.SALT_AT]++;
        return bad;
      }
    },
    NEWER_FORMAT("format 2.0", "reads format 1", "open it with a newer version") {
      @Override
      byte[] apply(byte[] good) {
        return withSuperblocks(good, SuperblockLayout.MAJOR_AT, 2);
      }
    },
    NEWER_FEATURE("features 0x80", "open it with a newer version") {
      @Override
      byte[] apply(byte[] good) {
        return withSuperblocks(good, SuperblockLayout.INCOMPAT_AT, 0x80);
      }
    };

    private final String[] message;

    Fault(String... message) {
      this.message = message;
    }

    abstract byte[] apply(byte[] good);

    private static byte[] withSuperblocks(byte[] good, int at, int word) {
      ByteBuffer bad = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
      for (int block : new int[] {0, SuperblockLayout.BYTES}) {
        bad.putInt(block + at, word);
        CRC32C crc = new CRC32C();
        crc.update(bad.array(), block, SuperblockLayout.CRC_AT);
        bad.putInt(block + SuperblockLayout.CRC_AT, (int) crc.getValue());
      }
      return bad.array();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusedUntouchedAndGoodAgain(Fault fault) throws IOException {
    byte[] bad = fault.apply(goodPool());
    byte[] good = Files.readAllBytes(pool);
    Files.write(pool, bad);
    refused(fault.message);
    assertArrayEquals(bad, Files.readAllBytes(pool));
    assertEquals(List.of("bad.pool", "bad.pool.lock"), files());
    Files.write(pool, good);
    assertEquals("kept", cache(manager()).get("key"));
  }

  private byte[] goodPool() throws IOException {
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "16 MiB");
    cache(manager()).put("key", "kept");
    close();
    return Files.readAllBytes(pool);
  }

  @Test
  void writableByOthers() throws IOException {
    goodPool();
    for (String mode : List.of("rw-rw----", "rw----rw-")) {
      Files.setPosixFilePermissions(pool, PosixFilePermissions.fromString(mode));
      refused("only its owner may write", "mode 6", "chmod go-w", "pool.trust = group");
    }
    properties.put("jcache-pmem.pool.trust", "group");
    refused("only its owner may write", "mode 606");
    Files.setPosixFilePermissions(pool, PosixFilePermissions.fromString("rw-rw----"));
    manager().close();
    properties.remove("jcache-pmem.pool.trust");
    Files.setPosixFilePermissions(pool, PosixFilePermissions.fromString("rw-------"));
    assertEquals("kept", cache(manager()).get("key"));
  }

  @Test
  void symbolicLink() throws IOException {
    goodPool();
    Path real = Files.move(pool, directory.resolve("real.pool"));
    Files.createSymbolicLink(pool, real);
    refused("a symbolic link", "Name the file itself");
    properties.put("jcache-pmem.pool.path", real.toString());
    assertEquals("kept", cache(manager()).get("key"));
  }

  @Test
  void directoryAndNoDirectory() throws IOException {
    Files.createDirectory(pool);
    refused("a directory", "Name a file in it");
    assertEquals(List.of("bad.pool"), files());
    Files.delete(pool);
    pool = directory.resolve("none").resolve("bad.pool");
    properties.put("jcache-pmem.pool.path", pool.toString());
    refused("the directory " + pool.getParent(), "Create it, or correct pool.path");
    assertEquals(List.of(), files());
    Files.createDirectory(pool.getParent());
    cache(manager()).put("key", "kept");
  }

  /** A tmpfs knows at once that so much does not fit; a disk would be filled first. */
  @Test
  void fullDisk() throws IOException {
    Path memory = Path.of("/dev/shm");
    boolean isTmpfs = Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs");
    String lack = "this machine lacks a tmpfs at /dev/shm";
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(isTmpfs, lack);
    }
    assumeTrue(isTmpfs, lack);
    Path place = Files.createTempDirectory(memory, "jcache-pmem-test-");
    pool = place.resolve("large.pool");
    try {
      long size = Files.getFileStore(memory).getTotalSpace() + MIB;
      properties.put("jcache-pmem.pool.path", pool.toString());
      properties.put("jcache-pmem.pool.create-if-missing-with-size", Long.toString(size));
      refused("room for " + size + " bytes", "No space left", "bytes are free", "Free space there");
      assertFalse(Files.exists(pool));
      properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
      cache(manager()).put("key", "kept");
      close();
      assertEquals("kept", cache(manager()).get("key"));
      close();
    } finally {
      try (Stream<Path> left = Files.list(place)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(place);
    }
  }

  @Test
  void overrideIfExistsWarnsAtEachStartAndTakesNoPoolInUse() throws IOException {
    goodPool();
    try (LogLines log = new LogLines()) {
      for (int start = 1; start <= 2; start++) {
        properties.put("jcache-pmem.pool.override-if-exists", "true");
        Cache<String, String> cache = cache(manager());
        assertEquals(null, cache.get("key"));
        cache.put("key", "kept");
        close();
        assertEquals(start, log.with("WARN").stream().filter(l -> l.contains("Remove")).count());
      }
      properties.remove("jcache-pmem.pool.override-if-exists");
      assertEquals("kept", cache(manager()).get("key"));
      close();
    }
    try (Life holder = Life.start(directory, Map.of(), HoldingLife.class, pool.toString())) {
      assertEquals("before null, now held", holder.line());
      properties.put("jcache-pmem.pool.override-if-exists", "true");
      refused("pid " + holder.pid());
    }
    properties.remove("jcache-pmem.pool.override-if-exists");
    assertEquals("kept", cache(manager()).get("key"));
    String text = Files.readString(pool, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("held"), "nothing was replaced");
  }
}
