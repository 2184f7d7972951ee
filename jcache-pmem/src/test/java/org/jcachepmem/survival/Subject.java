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

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;

/** The caches that are written and killed: one for each thing that a cache can be. */
enum Subject {
  /** Canonical keys; never evicted. Values come by loadAll, too. */
  KEPT(KeyKind.TEXT, 48, 20_000, Room.PINNED, Expiry.NEVER),
  /** Keys by Java serialization, equal ones of which have different bytes; never evicted. */
  LOOSE(KeyKind.LIST, 24, 4_000, Room.PINNED, Expiry.NEVER),
  /** More than the pool holds, values of several extents among them. */
  EVICTED(KeyKind.NUMBER, 1_000, 400_000, Room.SHARED, Expiry.NEVER),
  /** Values of several extents; never evicted. */
  LARGE(KeyKind.NUMBER, 4, 200_000, Room.PINNED, Expiry.NEVER),
  /** Never evicted, and more than its quota: puts are refused. */
  BOUNDED(KeyKind.UUID, 64, 16_000, Room.PINNED_BOUNDED, Expiry.NEVER),
  /** Evicted for its own quota. */
  QUOTA(KeyKind.UUID, 200, 16_000, Room.BOUNDED, Expiry.NEVER),
  CREATED(KeyKind.NUMBER, 24, 500, Room.PINNED, Expiry.CREATED),
  MODIFIED(KeyKind.NUMBER, 24, 500, Room.PINNED, Expiry.MODIFIED),
  TOUCHED(KeyKind.LIST, 24, 500, Room.PINNED, Expiry.TOUCHED),
  ACCESSED(KeyKind.TEXT, 24, 500, Room.PINNED, Expiry.ACCESSED),
  /** Read-through and write-through. */
  THROUGH(KeyKind.TEXT, 32, 6_000, Room.SHARED, Expiry.NEVER),
  /** Destroyed and created again now and then. */
  TRANSIENT(KeyKind.NUMBER, 16, 40_000, Room.PINNED, Expiry.NEVER);

  /** What keys are, and so which codec they have. */
  private enum KeyKind {
    TEXT(String.class),
    LIST(Object.class),
    NUMBER(Long.class),
    UUID(UUID.class);

    private final Class<?> type;

    KeyKind(Class<?> type) {
      this.type = type;
    }
  }

  /** How much of the pool it may take. */
  private enum Room {
    PINNED(true, 0),
    SHARED(false, 0),
    PINNED_BOUNDED(true, 96 << 10),
    BOUNDED(false, 512 << 10);

    private final boolean pinned;
    private final int quotaBytes;

    Room(boolean pinned, int quotaBytes) {
      this.pinned = pinned;
      this.quotaBytes = quotaBytes;
    }
  }

  /** What begins an entry's time anew. */
  enum Expiry {
    NEVER(false, false, 0),
    CREATED(false, false, 2_500),
    MODIFIED(true, false, 3_500),
    TOUCHED(true, true, 3_000),
    ACCESSED(false, true, 2_000);

    private final boolean byUpdate;
    private final boolean byAccess;
    private final int millis;

    Expiry(boolean byUpdate, boolean byAccess, int millis) {
      this.byUpdate = byUpdate;
      this.byAccess = byAccess;
      this.millis = millis;
    }

    boolean byUpdate() {
      return byUpdate;
    }

    boolean byAccess() {
      return byAccess;
    }

    int millis() {
      return millis;
    }

    private Factory<? extends ExpiryPolicy> policy() {
      Duration duration = new Duration(java.util.concurrent.TimeUnit.MILLISECONDS, millis);
      return switch (this) {
        case NEVER -> EternalExpiryPolicy.factoryOf();
        case CREATED -> CreatedExpiryPolicy.factoryOf(duration);
        case MODIFIED -> ModifiedExpiryPolicy.factoryOf(duration);
        case TOUCHED -> TouchedExpiryPolicy.factoryOf(duration);
        case ACCESSED -> AccessedExpiryPolicy.factoryOf(duration);
      };
    }
  }

  private final KeyKind keyKind;
  private final int keys;
  private final int mostBytes;
  private final Room room;
  private final Expiry expiry;

  Subject(KeyKind keyKind, int keys, int mostBytes, Room room, Expiry expiry) {
    this.keyKind = keyKind;
    this.keys = keys;
    this.mostBytes = mostBytes;
    this.room = room;
    this.expiry = expiry;
  }

  /** A key; where equal keys may have other bytes, {@code apart} says which. */
  Object key(int number, boolean apart) {
    String text = "key " + number;
    return switch (keyKind) {
      case TEXT -> text;
      case NUMBER -> (long) number;
      case UUID -> new UUID(ordinal(), number);
      case LIST -> new ArrayList<>(List.of(text, apart ? new String(text.toCharArray()) : text));
    };
  }

  /** The number of a key. */
  int number(Object key) {
    if (key instanceof Long number) {
      return number.intValue();
    }
    if (key instanceof UUID uuid) {
      return (int) uuid.getLeastSignificantBits();
    }
    String text = key instanceof List<?> list ? (String) list.get(0) : (String) key;
    return Integer.parseInt(text.substring("key ".length()));
  }

  byte[] value(int number, long stamp) {
    return Telling.value(ordinal(), number, stamp, mostBytes);
  }

  /** The stamp of a value, 0 for none; fails if the value is not one of that key. */
  long stamp(int number, byte @org.jspecify.annotations.Nullable [] value) {
    return value == null ? 0 : Telling.stamp(ordinal(), number, value, mostBytes);
  }

  int keys() {
    return keys;
  }

  boolean isPinned() {
    return room.pinned;
  }

  boolean isBounded() {
    return room == Room.PINNED_BOUNDED;
  }

  boolean isThrough() {
    return this == THROUGH;
  }

  Expiry expiry() {
    return expiry;
  }

  String cacheName() {
    return name();
  }

  /** Creates the cache, or attaches it to what is stored. */
  @SuppressWarnings("unchecked") // every key of the subject is of its type
  Cache<Object, byte[]> open(CacheManager manager, SystemOfRecord source) {
    MutableConfiguration<Object, byte[]> configuration = new MutableConfiguration<>();
    configuration.setTypes((Class<Object>) keyKind.type, byte[].class);
    configuration.setExpiryPolicyFactory(expiry.policy());
    if (this == THROUGH) {
      configuration.setReadThrough(true).setWriteThrough(true);
      configuration.setCacheLoaderFactory(() -> source);
      configuration.setCacheWriterFactory(() -> source);
    } else if (this == KEPT) {
      configuration.setCacheLoaderFactory(source::offers);
    }
    return manager.createCache(cacheName(), configuration);
  }

  /** The configuration of a pool of 8 MiB for all of them. */
  static Properties properties(String pool) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", pool);
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    for (Subject subject : values()) {
      String settings = "jcache-pmem.caches." + subject.cacheName();
      properties.put(settings + ".pinned", Boolean.toString(subject.room.pinned));
      properties.put(settings + ".quota", Integer.toString(subject.room.quotaBytes));
    }
    return properties;
  }
}
