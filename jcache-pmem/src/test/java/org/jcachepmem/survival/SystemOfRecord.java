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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is behind the cache that reads and writes through: a mapped file with the stamp of each key,
 * so that it outlives a kill and has at any moment exactly what the writer has written.
 */
final class SystemOfRecord implements CacheLoader<Object, byte[]>, CacheWriter<Object, byte[]> {

  private static final Set<StandardOpenOption> MAPPED =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final Subject SUBJECT = Subject.THROUGH;

  private static final int SLOW_ONE_IN = 4;
  private static final long SLOW_NANOS = 300_000;

  private final ByteBuffer stamps;
  private volatile @Nullable Journal journal;
  private final Map<Object, byte[]> offers = new ConcurrentHashMap<>();

  private SystemOfRecord(ByteBuffer stamps) {
    this.stamps = stamps;
  }

  static SystemOfRecord open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, MAPPED)) {
      long bytes = (long) SUBJECT.keys() * Long.BYTES;
      return new SystemOfRecord(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
    }
  }

  /** Says in a journal when a call is slow. */
  void telling(Journal whom) {
    journal = whom;
  }

  long stamp(int number) {
    return (long) LONGS.getVolatile(stamps, number * Long.BYTES);
  }

  /** Slow now and then, as systems of record are, so that a kill meets a call that is under way. */
  private void change(int number, long stamp) {
    Journal told = journal;
    if (told == null || ThreadLocalRandom.current().nextInt(SLOW_ONE_IN) != 0) {
      stamp(number, stamp);
      return;
    }
    told.enter(Phase.CALLING);
    LockSupport.parkNanos(SLOW_NANOS);
    stamp(number, stamp);
    LockSupport.parkNanos(SLOW_NANOS);
    told.enter(Phase.WRITING);
  }

  private void stamp(int number, long stamp) {
    LONGS.setVolatile(stamps, number * Long.BYTES, stamp);
  }

  /** Has an earlier stamp again, behind the back of the cache. */
  void restore(int number, long stamp) {
    stamp(number, stamp);
  }

  // ---- as the loader and writer of the cache

  @Override
  public byte @Nullable [] load(Object key) {
    int number = SUBJECT.number(key);
    long stamp = stamp(number);
    return stamp == 0 ? null : SUBJECT.value(number, stamp);
  }

  @Override
  public Map<Object, byte[]> loadAll(Iterable<?> keys) {
    Map<Object, byte[]> loaded = new HashMap<>();
    for (Object key : keys) {
      byte[] value = load(key);
      if (value != null) {
        loaded.put(key, value);
      }
    }
    return loaded;
  }

  @Override
  public void write(Cache.Entry<?, ? extends byte[]> entry) {
    int number = SUBJECT.number(entry.getKey());
    change(number, SUBJECT.stamp(number, entry.getValue()));
  }

  @Override
  public void writeAll(Collection<Cache.Entry<?, ? extends byte[]>> entries) {
    entries.forEach(this::write);
  }

  @Override
  public void delete(Object key) {
    change(SUBJECT.number(key), 0);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    keys.forEach(this::delete);
  }

  // ---- for a cache that is only loaded from

  /** What {@link #offers} has for {@code key} from now on; nothing, if null. */
  void offer(Object key, byte @Nullable [] value) {
    if (value == null) {
      offers.remove(key);
    } else {
      offers.put(key, value);
    }
  }

  /** A loader of what is {@link #offer offered}. */
  CacheLoader<Object, byte[]> offers() {
    return new CacheLoader<>() {
      @Override
      public byte @Nullable [] load(Object key) {
        return offers.get(key);
      }

      @Override
      public Map<Object, byte[]> loadAll(Iterable<?> keys) {
        Map<Object, byte[]> loaded = new HashMap<>();
        for (Object key : keys) {
          byte[] value = offers.get(key);
          if (value != null) {
            loaded.put(key, value);
          }
        }
        return loaded;
      }
    };
  }
}
