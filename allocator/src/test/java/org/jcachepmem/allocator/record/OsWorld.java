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
package org.jcachepmem.allocator.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jcachepmem.allocator.medium.FaultyFileSystem;
import org.jcachepmem.allocator.medium.FaultyLibraries;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.OsFaults;
import org.jcachepmem.allocator.pool.FaultyPools;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolLockedException;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jspecify.annotations.Nullable;

/** A directory with a pool on a system whose calls fail, and what each key may read as. */
final class OsWorld {
  static final long POOL_BYTES = 64 << 10;
  static final String CACHE = "os";
  private static final String ABSENT = TestCache.digest(null);
  private static final Consumer<Medium> FORMAT =
      medium -> Pool.format(medium, FormatOptions.small(5));

  /** The machine: how pools are mapped and allocated there. */
  enum Machine {
    JDK(MediumChoice.JDK, false, true),
    JDK_WRITING(MediumChoice.JDK, false, false),
    LIBPMEM_ON_DISK(MediumChoice.LIBPMEM, false, true),
    LIBPMEM(MediumChoice.LIBPMEM, true, true);

    private final MediumChoice choice;
    private final boolean persistentMemory;
    private final boolean allocates;

    Machine(MediumChoice choice, boolean persistentMemory, boolean allocates) {
      this.choice = choice;
      this.persistentMemory = persistentMemory;
      this.allocates = allocates;
    }
  }

  final OsFaults faults = new OsFaults();
  final Map<String, Set<String>> may = new HashMap<>();
  private final Path directory;
  private final Path path;
  private final Machine machine;
  private final FaultyPools pools;
  @Nullable PoolFile file;
  @Nullable PoolFile holder;
  @Nullable RecordStore records;
  @Nullable TestCache cache;

  OsWorld(Path directory, Machine machine) {
    this.directory = directory;
    this.path = directory.resolve("pool");
    this.machine = machine;
    this.pools =
        new FaultyPools(
            faults, new FaultyLibraries(faults, machine.persistentMemory, machine.allocates));
  }

  Path path() {
    return path;
  }

  PoolOptions.Builder options() {
    return PoolOptions.builder()
        .path(FaultyFileSystem.path(path, faults))
        .medium(machine.choice)
        .sizeBytes(POOL_BYTES)
        .minBytes(POOL_BYTES);
  }

  // ---- what was there before

  /** Puts a pool in place, in use or closed; {@code image} is one that {@link #image} returned. */
  void place(byte[] image, Map<String, Set<String>> contents) {
    try {
      Files.write(path, image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    contents.forEach((key, values) -> may.put(key, new HashSet<>(values)));
  }

  void leaveUnfinished() {
    try {
      Files.write(directory.resolve("pool.creating-1"), new byte[100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- operations

  void open() {
    open(options().build());
  }

  void open(PoolOptions options) {
    file = pools.open(options, FORMAT);
    records = RecordStore.open(Pool.mount(file.medium()), RecordOptions.quiet(2));
    cache = new TestCache(records, CACHE);
  }

  void openOver() {
    may.values().forEach(values -> values.add(ABSENT));
    open(options().overrideIfExists(true).build());
  }

  /** As the provider does. */
  void openOrVolatile() {
    PoolOptions options = options().onLocked(OnLocked.VOLATILE).build();
    try {
      open(options);
    } catch (PoolLockedException e) {
      file = PoolFile.openHeap(POOL_BYTES, FORMAT);
      records = RecordStore.open(Pool.mount(file.medium()), RecordOptions.quiet(2));
      cache = new TestCache(records, CACHE);
      cache.put("volatile", TestCache.value("volatile", 1, 40));
    }
  }

  /** Another manager of this JVM has the pool open. */
  void hold() {
    holder = pools.open(options().build(), FORMAT);
  }

  void put(String key, int version, int length) {
    byte[] value = TestCache.value(key, version, length);
    String digest = TestCache.digest(value);
    pending(key, digest);
    cache.put(key, value);
    acknowledge(key, digest);
  }

  void remove(String key) {
    pending(key, ABSENT);
    cache.remove(key);
    acknowledge(key, ABSENT);
  }

  void clear() {
    may.keySet().forEach(key -> pending(key, ABSENT));
    cache.clear();
    may.keySet().forEach(key -> acknowledge(key, ABSENT));
  }

  void grow() {
    records.life().grow(POOL_BYTES + (32 << 10));
  }

  private void pending(String key, String digest) {
    may.computeIfAbsent(key, k -> new HashSet<>(Set.of(ABSENT))).add(digest);
  }

  private void acknowledge(String key, String digest) {
    may.put(key, new HashSet<>(Set.of(digest)));
  }

  // ---- afterwards

  /** Lets go of everything without closing the records: a kill, as far as the pool is concerned. */
  void abandon() {
    if (file != null) {
      file.close();
    }
    if (holder != null) {
      holder.close();
    }
    file = null;
    holder = null;
    records = null;
    cache = null;
  }

  /** What is wrong with what this session reads. */
  void checkReads(Consumer<String> wrong) {
    may.forEach(
        (key, values) -> {
          String found = TestCache.digest(cache.get(key));
          if (!values.contains(found)) {
            wrong.accept(key + " is " + found + ", may be " + values);
          }
        });
  }

  Set<String> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return new TreeSet<>(files.map(each -> each.getFileName().toString()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Open descriptors of files in the directory; none where the system does not say. */
  List<String> descriptors() {
    List<String> open = new java.util.ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        try {
          String target = Files.readSymbolicLink(each).toString();
          if (target.startsWith(directory + "/")) {
            open.add(target);
          }
        } catch (NoSuchFileException e) {
          // That of the listing itself.
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return open;
  }

  void delete() {
    for (String each : files()) {
      try {
        Files.delete(directory.resolve(each));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
