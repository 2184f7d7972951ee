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
package org.jcachepmem.integration;

import java.util.ArrayList;
import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * A cache's {@link CacheWriter}, with its exceptions as {@link CacheWriterException}. The batch
 * methods take from their collection what was written; what is left was not, as the specification
 * has it. Thread safe as the writer is.
 */
public final class WriteThrough<K, V> {

  private final @Nullable CacheWriter<? super K, ? super V> writer;

  /** The writer of a cache with write-through, or null. */
  public WriteThrough(@Nullable CacheWriter<? super K, ? super V> writer) {
    this.writer = writer;
  }

  /** Whether writes go to a writer. */
  public boolean isEnabled() {
    return writer != null;
  }

  /** Writes one entry. */
  public void write(Cache.Entry<K, V> entry) {
    CacheWriter<? super K, ? super V> target = writer;
    if (target != null) {
      translated("write", () -> target.write(entry));
    }
  }

  /** Deletes one key. */
  public void delete(K key) {
    CacheWriter<? super K, ? super V> target = writer;
    if (target != null) {
      translated("delete", () -> target.delete(key));
    }
  }

  /** Writes entries; on an exception those that are left in {@code entries} were not written. */
  public void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
    CacheWriter<? super K, ? super V> target = writer;
    if (target == null) {
      return;
    }
    // the API wants a collection of entries of the writer's own types; entries are read only
    @SuppressWarnings({"unchecked", "rawtypes"})
    Runnable call = () -> ((CacheWriter) target).writeAll(entries);
    translated("writeAll", call);
    entries.clear();
  }

  /** Deletes keys; on an exception those that are left in {@code keys} were not deleted. */
  public void deleteAll(Collection<K> keys) {
    CacheWriter<? super K, ? super V> target = writer;
    if (target == null) {
      return;
    }
    Collection<Object> left = new ArrayList<>(keys);
    try {
      translated("deleteAll", () -> target.deleteAll(left));
      left.clear();
    } finally {
      keys.retainAll(left);
    }
  }

  private static void translated(String what, Runnable call) {
    try {
      call.run();
    } catch (CacheWriterException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CacheWriterException("The cache writer failed in " + what, e);
    }
  }
}
