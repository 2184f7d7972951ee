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
package org.jcachepmem.processor;

import java.util.Objects;
import javax.cache.processor.MutableEntry;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.integration.ReadThrough;
import org.jspecify.annotations.Nullable;

/**
 * The entry that an entry processor works on. It collects the changes; nothing happens to the cache
 * until the processor has returned. Not thread safe: one processor, one thread.
 */
public final class ProcessedEntry<K, V> implements MutableEntry<K, V> {

  private final K key;
  private final boolean wasThere;
  private final ReadThrough<K, V> loader;
  private final Codec<V> codec;
  private @Nullable V value;
  private Change change = Change.NONE;

  /** Whether the value that was there was read, before anything else was done. */
  private boolean wasRead;

  /** Whether the loader has answered, which it does once. */
  private boolean isLoaderAsked;

  /** Whether the loader gave a value: then there is a row, which a removal deletes. */
  private boolean wasLoaded;

  /** What the loader gave, before the processor could change it. */
  private byte @Nullable [] loadedBytes;

  /** Why there are none: it matters only if that is what is stored in the end. */
  private @Nullable RuntimeException unencodable;

  /** Whether the last thing that was done is a removal: then there is nothing to load. */
  private boolean isRemoved;

  /**
   * @param value the value that is there, null if there is none
   * @param codec of the values
   */
  public ProcessedEntry(K key, @Nullable V value, ReadThrough<K, V> loader, Codec<V> codec) {
    this.key = key;
    this.value = value;
    this.wasThere = value != null;
    this.loader = loader;
    this.codec = codec;
  }

  /** What was done. */
  public Change change() {
    return change;
  }

  /** The value as it is now, null if there is none. Does not count as an access. */
  public @Nullable V current() {
    return value;
  }

  /** Whether the value that was there was read before it was changed, if it was. */
  public boolean wasRead() {
    return wasRead;
  }

  /**
   * The bytes of what was loaded.
   *
   * @throws javax.cache.CacheException if it can't be encoded
   * @throws NullPointerException if nothing was
   */
  public byte[] loadedBytes() {
    if (unencodable != null) {
      throw unencodable;
    }
    return Objects.requireNonNull(loadedBytes);
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public boolean exists() {
    return value != null;
  }

  @Override
  public @Nullable V getValue() {
    if (change == Change.NONE) {
      if (value != null) {
        change = Change.ACCESS;
        wasRead = true;
      } else if (loader.isEnabled() && !isRemoved && !isLoaderAsked) {
        load();
      }
    }
    return value;
  }

  private void load() {
    V loaded = loader.load(key);
    isLoaderAsked = true;
    if (loaded != null) {
      wasLoaded = true;
      value = loaded;
      change = Change.LOAD;
      try {
        loadedBytes = codec.encode(loaded);
      } catch (RuntimeException e) {
        unencodable = e;
      }
    }
  }

  @Override
  public void setValue(V newValue) {
    if (newValue == null) {
      throw new NullPointerException("The value set by an entry processor is null");
    }
    change = wasThere ? Change.UPDATE : Change.CREATE;
    value = newValue;
    isRemoved = false;
  }

  @Override
  public void remove() {
    change = change == Change.CREATE && !wasLoaded ? Change.NONE : Change.REMOVE;
    value = null;
    isRemoved = true;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException(getClass().getName() + " is no " + type.getName());
  }
}
