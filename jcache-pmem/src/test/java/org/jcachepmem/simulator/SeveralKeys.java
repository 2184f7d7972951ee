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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.cache.Cache;
import javax.cache.integration.CompletionListener;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Key;
import org.jspecify.annotations.Nullable;

/** The operations on several keys, of which none is atomic as a whole: each key is on its own. */
final class SeveralKeys {
  private final KeySpace space = KeySpace.ALL;
  private final Mutators mutators;
  private final CacheWorld world;

  SeveralKeys(Mutators mutators, CacheWorld world) {
    this.mutators = mutators;
    this.world = world;
  }

  void putAll(Kind kind) {
    List<Key> keys = mutators.some(kind);
    Effects effects = new Effects();
    Map<Object, Object> values = new HashMap<>();
    for (Key key : keys) {
      Content next = mutators.next(key);
      mutators.put(effects, key, world.live(key), next);
      values.put(mutators.object(key), space.value(key, next));
    }
    mutators.mayFailToWrite(effects, keys.size());
    Cache<Object, Object> cache = Objects.requireNonNull(world.cache(kind));
    world.run("putAll " + effects.becomes, effects, () -> cache.putAll(values));
  }

  void removeSome(Kind kind) {
    List<Key> keys = mutators.some(kind);
    Effects effects = new Effects();
    keys.forEach(key -> mutators.remove(effects, key, world.live(key)));
    mutators.mayFailToWrite(effects, Math.max(1, keys.size()));
    Set<Object> objects = mutators.objects(keys);
    Cache<Object, Object> cache = Objects.requireNonNull(world.cache(kind));
    world.run("removeAll " + keys, effects, () -> cache.removeAll(objects));
  }

  void removeAll(Kind kind) {
    Cache<Object, Object> cache = Objects.requireNonNull(world.cache(kind));
    if (kind != Kind.THROUGH) {
      world.clear("removeAll of " + kind, kind, cache::removeAll);
      return;
    }
    Effects effects = new Effects();
    for (Key key : space.keys(kind)) {
      if (world.there(key) != null) {
        mutators.remove(effects, key, world.live(key));
      }
    }
    mutators.mayFailToWrite(effects, Math.max(1, effects.written.size()));
    world.run("removeAll of " + kind, effects, cache::removeAll);
  }

  void clear(Kind kind) {
    world.clear("clear " + kind, kind, Objects.requireNonNull(world.cache(kind))::clear);
  }

  void loadAll(Kind kind) {
    List<Key> keys = mutators.some(kind);
    boolean replace = mutators.random().nextBoolean();
    Effects effects = new Effects();
    for (Key key : keys) {
      Content before = world.live(key);
      Content row = kind == Kind.THROUGH ? world.system().row(key) : null;
      if (row != null && (replace || before == null)) {
        effects.change(key, before, mutators.after(key, before, row));
      }
    }
    Set<Object> objects = mutators.objects(keys);
    Cache<Object, Object> cache = Objects.requireNonNull(world.cache(kind));
    world.run(
        "loadAll " + keys + (replace ? ", replacing" : ""),
        effects,
        () -> load(cache, objects, replace));
  }

  /** On a thread of the manager's, of which this one waits for the end. */
  private static void load(Cache<Object, Object> cache, Set<Object> objects, boolean replace) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    cache.loadAll(
        objects,
        replace,
        new CompletionListener() {
          @Override
          public void onCompletion() {
            done.complete(null);
          }

          @Override
          public void onException(Exception e) {
            done.completeExceptionally(e);
          }
        });
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Reads all entries, and removes some as they come. */
  void iterate(Kind kind) {
    Effects effects = new Effects();
    Map<Key, Content> expected = new HashMap<>();
    Set<Key> removed = new HashSet<>();
    for (Key key : space.keys(kind)) {
      Content before = world.live(key);
      if (before != null) {
        expected.put(key, before);
        mutators.access(effects, key, before);
        if (mutators.random().nextInt(6) == 0) {
          removed.add(key);
          mutators.remove(effects, key, before);
        }
      }
    }
    Iterator<Cache.Entry<Object, Object>> each =
        Objects.requireNonNull(world.cache(kind)).iterator();
    world.run(
        "iterate over " + kind + ", removing " + removed,
        effects,
        () -> {
          Set<Key> seen = new HashSet<>();
          while (each.hasNext()) {
            Cache.Entry<Object, Object> entry = each.next();
            Key key = space.key(kind, entry.getKey());
            mutators.checkValue(key, expected.get(key), entry.getValue());
            seen.add(key);
            if (removed.contains(key)) {
              each.remove();
            }
          }
          if (!seen.equals(expected.keySet())) {
            throw new AssertionError("saw " + seen + ", not " + expected.keySet());
          }
        });
  }
}
