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
package org.jcachepmem.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Key;
import org.jspecify.annotations.Nullable;

/**
 * The database behind the cache that reads and writes through. It survives every crash. It checks
 * that what it replaces is gone from the cache when it is called, and tells the oracle so: from
 * then on no crash may leave the old value.
 */
final class SystemOfRecord implements CacheLoader<Object, Object>, CacheWriter<Object, Object> {

  /** Who hears of the steps of a call. */
  interface Steps {
    /** The key is being changed here. */
    void invalidated(Key key);

    /** The key may be that in the cache, from now on. */
    void pending(Key key, Content content);

    /** A crash may come here. */
    void crashPoint();
  }

  private final KeySpace space = KeySpace.ALL;
  private final Map<Key, Content> rows;
  private Steps steps;
  private Effects effects = new Effects();

  SystemOfRecord(Steps steps) {
    this(steps, new HashMap<>());
  }

  private SystemOfRecord(Steps steps, Map<Key, Content> rows) {
    this.steps = steps;
    this.rows = rows;
  }

  /** Another one with the same rows. */
  SystemOfRecord copy(Steps newSteps) {
    return new SystemOfRecord(newSteps, new HashMap<>(rows));
  }

  /** Who hears of it from now on. */
  void steps(Steps newSteps) {
    steps = newSteps;
  }

  /** Before an operation. */
  void expect(Effects newEffects) {
    effects = newEffects;
  }

  @Nullable Content row(Key key) {
    return rows.get(key);
  }

  private Key key(Object object) {
    return space.key(Kind.THROUGH, object);
  }

  @Override
  public @Nullable Object load(Object object) {
    Content row = rows.get(key(object));
    return row == null ? null : space.value(key(object), row);
  }

  @Override
  public Map<Object, Object> loadAll(Iterable<?> objects) {
    Map<Object, Object> loaded = new HashMap<>();
    for (Object object : objects) {
      Object value = load(object);
      if (value != null) {
        loaded.put(object, value);
      }
    }
    return loaded;
  }

  @Override
  public void write(Cache.Entry<?, ?> entry) {
    Key key = key(entry.getKey());
    steps.invalidated(key);
    steps.crashPoint();
    change(key, entry.getValue(), 0);
    steps.crashPoint();
  }

  @Override
  public void writeAll(Collection<Cache.Entry<?, ?>> entries) {
    entries.forEach(entry -> steps.invalidated(key(entry.getKey())));
    steps.crashPoint();
    int done = 0;
    for (Iterator<Cache.Entry<?, ?>> each = entries.iterator(); each.hasNext(); done++) {
      Cache.Entry<?, ?> entry = each.next();
      if (done == effects.failsAfter) {
        restore(entry);
        each.forEachRemaining(this::restore);
        throw new CacheWriterException("a planted failure");
      }
      change(key(entry.getKey()), entry.getValue(), done);
      each.remove();
    }
    steps.crashPoint();
  }

  private void restore(Cache.Entry<?, ?> entry) {
    restore(key(entry.getKey()));
  }

  @Override
  public void delete(Object object) {
    Key key = key(object);
    steps.invalidated(key);
    steps.crashPoint();
    change(key, null, 0);
    steps.crashPoint();
  }

  @Override
  public void deleteAll(Collection<?> objects) {
    objects.forEach(object -> steps.invalidated(key(object)));
    steps.crashPoint();
    int done = 0;
    for (Iterator<?> each = objects.iterator(); each.hasNext(); done++) {
      Key key = key(each.next());
      if (done == effects.failsAfter) {
        restore(key);
        each.forEachRemaining(left -> restore(key(left)));
        throw new CacheWriterException("a planted failure");
      }
      change(key, null, done);
      each.remove();
    }
    steps.crashPoint();
  }

  /** The entry of a key that is not changed here comes back. */
  private void restore(Key key) {
    Content before = effects.restored.getOrDefault(key, Content.ABSENT);
    effects.becomes.put(key, before);
    steps.pending(key, before);
  }

  private void change(Key key, @Nullable Object value, int number) {
    if (number == effects.failsAfter) {
      restore(key);
      throw new CacheWriterException("a planted failure");
    }
    Content told = effects.written.get(key);
    if (told == null || told.isAbsent() != (value == null)) {
      throw new AssertionError(key + " is written through unasked, or not as asked");
    }
    if (value == null) {
      rows.remove(key);
    } else if (space.isValue(key, told, value)) {
      rows.put(key, told);
    } else {
      throw new AssertionError(key + " is written through with another value");
    }
    steps.pending(key, effects.becomes.getOrDefault(key, Content.ABSENT));
    Content otherwise = effects.ifEvicted.get(key);
    if (otherwise != null) {
      steps.pending(key, otherwise);
    }
  }
}
