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

import javax.cache.processor.MutableEntry;
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
  private @Nullable V value;
  private Change change = Change.NONE;

  /** Whether the loader gave a value: then there is a row, which a removal deletes. */
  private boolean wasLoaded;

  /** Whether the last thing that was done is a removal: then there is nothing to load. */
  private boolean isRemoved;

  /**
   * @param value the value that is there, null if there is none
   */
  public ProcessedEntry(K key, @Nullable V value, ReadThrough<K, V> loader) {
    this.key = key;
    this.value = value;
    this.wasThere = value != null;
    this.loader = loader;
  }

  /** What was done. */
  public Change change() {
    return change;
  }

  /** The value as it is now, null if there is none. Does not count as an access. */
  public @Nullable V current() {
    return value;
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
      } else if (loader.isEnabled() && !isRemoved) {
        value = loader.load(key);
        wasLoaded = value != null;
        change = wasLoaded ? Change.LOAD : Change.NONE;
      }
    }
    return value;
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
