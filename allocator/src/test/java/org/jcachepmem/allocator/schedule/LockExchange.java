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
package org.jcachepmem.allocator.schedule;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.space.EveryShelf;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ScheduledLock} in the place of each {@link ReentrantLock} that can be reached from
 * an object of the product, and notes the objects that are monitors. By reflection, so that the
 * product needs no door for it. It must be done while no thread is at work, and again when objects
 * with locks were made.
 */
public final class LockExchange {
  /**
   * Others synchronize on them, which no reflection shows; one that is missing here hangs a run.
   */
  private static final Set<String> MONITORS_OF_OTHERS =
      Set.of("org.jcachepmem.allocator.record.RecoveredPart");

  private final List<String> packages;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<ReentrantLock, ScheduledLock> exchanged = new IdentityHashMap<>();
  private final Map<Class<?>, List<Field>> fields = new HashMap<>();
  private final Map<Class<?>, Boolean> isMonitor = new HashMap<>();
  private final List<Object> monitors = new ArrayList<>();
  private int locks;

  /** Looks into objects of classes whose names begin like this. */
  public LockExchange(String... packages) {
    this.packages = List.of(packages);
  }

  /** Exchanges the locks below {@code root}. */
  public void exchange(Object root) {
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Object next = open.removeLast();
      if (seen.add(next)) {
        visit(next, open);
      }
    }
  }

  /** Looks again at what was looked at before. */
  public void again() {
    seen.clear();
    monitors.clear();
  }

  /** The objects that have synchronized methods, or are synchronized on. */
  public List<Object> monitors() {
    return List.copyOf(monitors);
  }

  private void visit(Object object, Deque<Object> open) {
    if (object instanceof Object[] array) {
      addAll(Arrays.asList(array), open);
    } else if (object instanceof Collection<?> collection) {
      addAll(List.copyOf(collection), open);
    } else if (object instanceof Map<?, ?> map) {
      addAll(List.copyOf(map.values()), open);
    } else if (object instanceof AtomicReferenceArray<?> array) {
      addAll(IntStream.range(0, array.length()).mapToObj(array::get).toList(), open);
    } else if (isLookedInto(object.getClass())) {
      if (object instanceof SlotSpace space) {
        EveryShelf.make(space);
      }
      if (isMonitor.computeIfAbsent(object.getClass(), LockExchange::isMonitor)) {
        monitors.add(object);
      }
      for (Field field : fields.computeIfAbsent(object.getClass(), LockExchange::fieldsOf)) {
        visit(object, field, open);
      }
    }
  }

  private static void addAll(Collection<?> objects, Deque<Object> open) {
    for (Object each : objects) {
      if (each != null && (!each.getClass().isArray() || Array.getLength(each) > 0)) {
        open.addLast(each);
      }
    }
  }

  private boolean isLookedInto(Class<?> type) {
    return packages.stream().anyMatch(type.getName()::startsWith)
        && !Medium.class.isAssignableFrom(type)
        && !Thread.class.isAssignableFrom(type)
        && !type.isHidden()
        && !type.isEnum()
        && !type.isRecord();
  }

  private static boolean isMonitor(Class<?> type) {
    return MONITORS_OF_OTHERS.contains(type.getName())
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> Modifier.isSynchronized(method.getModifiers()));
  }

  private static List<Field> fieldsOf(Class<?> type) {
    List<Field> all = new ArrayList<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          if (!each.getName().startsWith("java.")) {
            field.setAccessible(true);
            all.add(field);
          }
        }
      }
    }
    return all;
  }

  private void visit(Object owner, Field field, Deque<Object> open) {
    try {
      @Nullable Object value = field.get(owner);
      if (value instanceof ScheduledLock || value == null) {
        return;
      }
      if (value.getClass() == ReentrantLock.class) {
        String name = owner.getClass().getSimpleName() + "." + field.getName() + "#" + locks;
        field.set(
            owner,
            exchanged.computeIfAbsent(
                (ReentrantLock) value, old -> new ScheduledLock(name, locks++)));
      } else {
        open.addLast(value);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a lock in " + owner.getClass() + " can't be exchanged", e);
    }
  }
}
