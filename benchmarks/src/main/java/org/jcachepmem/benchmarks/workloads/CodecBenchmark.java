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
package org.jcachepmem.benchmarks.workloads;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.peers.PmemPeer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads values of other types than byte[] through javax.cache: what does decoding them allocate?
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CodecBenchmark {
  private static final int ENTRIES = 1000;

  /** Types of values. */
  public enum Type {
    /** A {@link Long}. */
    LONG(i -> i),
    /** A {@link String} of 20 letters. */
    STRING(i -> "a value of 20 " + (100_000 + i)),
    /** A {@link UUID}. */
    UUID(i -> new UUID(i, ~i)),
    /** A {@link BigDecimal}. */
    BIG_DECIMAL(i -> BigDecimal.valueOf(i + 1_000_000, 2)),
    /** A {@link LocalDate}. */
    LOCAL_DATE(LocalDate::ofEpochDay),
    /** A list, by Java serialization. */
    SERIALIZABLE(i -> new ArrayList<>(List.of(i, "text")));

    private final LongFunction<Object> values;

    Type(LongFunction<Object> values) {
      this.values = values;
    }
  }

  /** A cache of such values. */
  @State(Scope.Benchmark)
  public static class TypedCache {
    /** What the values are. */
    @Param("LONG")
    public Type type = Type.LONG;

    private final Object[] keys = new Object[ENTRIES];
    private @Nullable Path directory;
    private @Nullable CacheManager manager;
    private @Nullable Cache<Object, Object> cache;

    /** Opens and fills it. */
    @Setup(Level.Trial)
    @SuppressWarnings("unchecked") // only values of the type go in
    public void fill() throws IOException {
      directory = Scratch.create();
      PeerSettings settings = new PeerSettings(directory, KeyKind.LONG, 1024, ENTRIES);
      CacheManager opened = PmemPeer.manager(settings, PmemPeer.poolBytes(settings));
      manager = opened;
      Class<Object> valueType = (Class<Object>) type.values.apply(1000).getClass();
      Cache<Object, Object> filled =
          opened.createCache(
              "typed",
              new MutableConfiguration<Object, Object>().setTypes(KeyKind.LONG.type(), valueType));
      for (int i = 0; i < ENTRIES; i++) {
        keys[i] = KeyKind.LONG.key(i);
        filled.put(keys[i], type.values.apply(i + 1000L));
      }
      cache = filled;
    }

    /** Closes it and deletes its files. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      if (manager != null) {
        manager.close();
      }
      if (directory != null) {
        Scratch.delete(directory);
      }
    }
  }

  /** Reads a value. */
  @Benchmark
  public @Nullable Object get(TypedCache typed, Dice dice) {
    Cache<Object, Object> cache = typed.cache;
    return cache == null ? null : cache.get(typed.keys[dice.next(ENTRIES)]);
  }
}
