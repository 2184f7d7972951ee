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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import javax.cache.processor.MutableEntry;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Key;
import org.jspecify.annotations.Nullable;

/** Entry processors of every effect. */
final class Processing {
  /** What a processor does with its entry. */
  private enum Form {
    NOTHING,
    READ,
    SET,
    READ_AND_SET,
    REMOVE,
    SET_AND_REMOVE
  }

  private final KeySpace space = KeySpace.ALL;
  private final Mutators mutators;
  private final CacheWorld world;

  Processing(Mutators mutators, CacheWorld world) {
    this.mutators = mutators;
    this.world = world;
  }

  void invoke(Key key, SplittableRandom random) {
    Form form = Form.values()[random.nextInt(Form.values().length)];
    Effects effects = new Effects();
    Content next = mutators.next(key);
    Content before = expect(effects, key, form, next, false);
    mutators.mayFailToWrite(effects, 1);
    Object object = mutators.object(key);
    Cache<Object, Object> cache = mutators.cache(key);
    world.run(
        "invoke " + form + " on " + key + ", " + next,
        effects,
        () ->
            cache.invoke(
                object,
                (entry, arguments) -> {
                  process(entry, key, form, before, next);
                  return null;
                }));
  }

  void invokeAll(Kind kind, SplittableRandom random) {
    Form form = random.nextBoolean() ? Form.READ_AND_SET : Form.REMOVE;
    List<Key> keys = new ArrayList<>(space.keys(kind));
    keys.removeIf(key -> random.nextInt(3) == 0);
    Effects effects = new Effects();
    Map<Key, Content> next = new java.util.HashMap<>();
    Map<Key, @Nullable Content> before = new java.util.HashMap<>();
    for (Key key : keys) {
      next.put(key, mutators.next(key));
      before.put(key, expect(effects, key, form, Objects.requireNonNull(next.get(key)), true));
    }
    Set<Object> objects = mutators.objects(keys);
    Cache<Object, Object> cache = Objects.requireNonNull(world.cache(kind));
    world.run(
        "invokeAll " + form + " on " + keys,
        effects,
        () -> {
          Map<Object, EntryProcessorResult<Object>> results =
              cache.invokeAll(
                  objects,
                  (entry, arguments) -> {
                    Key key = space.key(kind, entry.getKey());
                    // those before it may have evicted it
                    Content read = entry.exists() ? before.get(key) : load(key);
                    process(entry, key, form, read, Objects.requireNonNull(next.get(key)));
                    return null;
                  });
          results.values().forEach(Processing::get);
        });
  }

  private @Nullable Content load(Key key) {
    return space.kind(key) == Kind.THROUGH ? world.system().row(key) : null;
  }

  /** There is a result only of a processor that failed. */
  private static void get(EntryProcessorResult<Object> result) {
    try {
      result.get();
    } catch (EntryProcessorException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Returns what the processor is to read. */
  private @Nullable Content expect(
      Effects effects, Key key, Form form, Content next, boolean isOneOfSeveral) {
    Content before = world.live(key);
    switch (form) {
      case NOTHING -> {}
      case READ -> {
        return mutators.access(effects, key, before);
      }
      case SET -> mutators.put(effects, key, before, next);
      case READ_AND_SET -> {
        Content read = before == null ? mutators.access(new Effects(), key, null) : before;
        if (isOneOfSeveral) {
          mutators.putOneOfSeveral(effects, key, before, next);
        } else {
          mutators.put(effects, key, before, next);
        }
        return read;
      }
      case REMOVE -> mutators.remove(effects, key, before);
      case SET_AND_REMOVE -> {
        if (before != null) {
          mutators.remove(effects, key, before);
        }
      }
    }
    return before;
  }

  private void process(
      MutableEntry<Object, Object> entry,
      Key key,
      Form form,
      @Nullable Content before,
      Content next) {
    switch (form) {
      case NOTHING -> entry.exists();
      case READ -> mutators.checkValue(key, before, entry.getValue());
      case SET -> entry.setValue(space.value(key, next));
      case READ_AND_SET -> {
        mutators.checkValue(key, before, entry.getValue());
        entry.setValue(space.value(key, next));
      }
      case REMOVE -> entry.remove();
      case SET_AND_REMOVE -> {
        entry.setValue(space.value(key, next));
        entry.remove();
      }
    }
  }
}
