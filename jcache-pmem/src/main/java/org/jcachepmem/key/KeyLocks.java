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
package org.jcachepmem.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lock per key of one cache, held while foreign code works on that key and in every compound
 * operation. See {@code docs/concurrency.md}.
 *
 * <p>A lock exists only while somebody holds it: taking a free one is one insert into a {@link
 * BriefTable}, giving it back one removal. Its owner may take it again. Waiters are served in the
 * order they came.
 *
 * <p>Foreign code may use other keys, and other caches, while it holds its own key, so threads may
 * come to wait for each other in a circle. Whoever would close the circle gets a {@link
 * CacheException} that names both keys instead. A wait that no circle explains (foreign code that
 * waits for another thread, which needs the key) ends in the same exception after a time limit.
 *
 * <pre>
 * what             read            written              guard
 * table            lock free       lock free            none
 * KeyLock.owner    lock free       taking, handing on   KeyLock's monitor, but for the free lock
 * KeyLock.holds    by the owner    by the owner         ownership
 * KeyLock.waiters  with the guard  with the guard       KeyLock's monitor
 * WAITING          lock free       waiting, handing on  WAITING's monitor to add, none to remove
 * </pre>
 *
 * <p>Thread safe.
 */
public final class KeyLocks {
  private static final Logger LOG = LoggerFactory.getLogger(KeyLocks.class);

  /**
   * The lock that each waiting thread waits for, over all caches: the edges of the wait-for graph.
   */
  private static final ConcurrentHashMap<Thread, KeyLock> WAITING = new ConcurrentHashMap<>();

  private static final Set<KeyLocks> ALL =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final String cacheName;
  private final long timeoutMillis;
  private final Runnable beforeLock;
  private final BriefTable<KeyLock> table = new BriefTable<>();

  /**
   * The locks of one cache.
   *
   * @param cacheName the cache, for messages
   * @param timeoutMillis how long a thread waits for a key before it gives up
   */
  public KeyLocks(String cacheName, long timeoutMillis) {
    this(cacheName, timeoutMillis, () -> {});
  }

  /** The same; {@code beforeLock} is run by each thread before it asks for a lock. */
  public KeyLocks(String cacheName, long timeoutMillis, Runnable beforeLock) {
    this.cacheName = cacheName;
    this.timeoutMillis = timeoutMillis;
    this.beforeLock = beforeLock;
    ALL.add(this);
  }

  /**
   * Takes the lock of {@code key}, which must be detached; its owner may take it again.
   *
   * @throws CacheException if waiting would never end, or did not end in time
   */
  public Held lock(KeyIdentity key) {
    beforeLock.run();
    KeyLock fresh = new KeyLock(this, key, Thread.currentThread());
    while (true) {
      KeyLock present = table.putIfAbsent(fresh);
      if (present == null) {
        return fresh;
      }
      if (present.owner == Thread.currentThread()) {
        present.holds++;
        return present;
      }
      if (present.await()) {
        return present;
      }
      table.remove(present); // unless who gave it up did, or could not
    }
  }

  /**
   * Takes the locks of several keys, in an order that is the same for everybody, so that callers of
   * this method never wait for each other in a circle.
   *
   * @throws CacheException as {@link #lock}; then none of them is held
   */
  public Held lockAll(Iterable<? extends KeyIdentity> keys) {
    List<KeyIdentity> ordered = new ArrayList<>();
    keys.forEach(ordered::add);
    ordered.sort(KeyOrder.INSTANCE);
    Held[] held = new Held[ordered.size()];
    Held all = () -> closeAll(held);
    try {
      for (int i = 0; i < held.length; i++) {
        held[i] = lock(ordered.get(i));
      }
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  /** Gives all back, whatever fails of one. Allocates nothing: the heap may be full. */
  private static void closeAll(@Nullable Held[] held) {
    Error first = null;
    for (int i = 0; i < held.length && held[i] != null; i++) {
      try {
        held[i].close();
      } catch (Error e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** The keys that are locked now, weakly consistent: each that is throughout is among them. */
  public List<KeyIdentity> heldKeys() {
    List<KeyIdentity> keys = new ArrayList<>();
    table.forEach(lock -> keys.add(lock.key));
    return keys;
  }

  /** How many keys are locked now. */
  public int heldCount() {
    return heldKeys().size();
  }

  /** A lock that is held; closing it, by the thread that took it, gives it back. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Nobody's lock any more, whether it is in the table or not. What was done under it is done, so
   * that a key's own equals, which the table may ask, can only delay who wants the lock next.
   */
  private void remove(KeyLock lock) {
    try {
      table.remove(lock);
    } catch (RuntimeException | Error e) {
      LOG.warn("The equals of a key of cache \"{}\" failed", cacheName, e);
    }
  }

  private static @Nullable KeyLock heldBy(Thread thread) {
    synchronized (ALL) {
      AtomicReference<@Nullable KeyLock> found = new AtomicReference<>();
      for (KeyLocks locks : ALL) {
        locks.table.forEach(
            lock -> {
              if (lock.owner == thread) {
                found.set(lock);
              }
            });
      }
      return found.get();
    }
  }

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    volatile boolean granted;

    /** Who came next. */
    @Nullable Waiter next;
  }

  private static final class KeyLock implements Held, BriefTable.Keyed {
    private final KeyLocks locks;
    private final KeyIdentity key;

    /**
     * In the order they came. A list without nodes: a queue that finds no room as it grows would
     * keep who has gone.
     */
    private @Nullable Waiter waiters;

    private volatile @Nullable Thread owner;
    private int holds = 1;

    KeyLock(KeyLocks locks, KeyIdentity key, Thread owner) {
      this.locks = locks;
      this.key = key;
      this.owner = owner;
    }

    @Override
    public KeyIdentity key() {
      return key;
    }

    @Override
    public void close() {
      if (owner != Thread.currentThread()) {
        throw new IllegalMonitorStateException(
            "The lock of " + this + " is not held by this thread");
      }
      if (--holds > 0) {
        return;
      }
      synchronized (this) {
        Waiter next = waiters;
        if (next == null) {
          owner = null;
          locks.remove(this);
          return;
        }
        waiters = next.next;
        holds = 1;
        try {
          // Before it owns the lock: an owner never waits for its own lock.
          WAITING.remove(next.thread);
        } finally {
          owner = next.thread;
          next.granted = true;
          LockSupport.unpark(next.thread);
        }
      }
    }

    /**
     * Waits to be handed the lock; false if it was given up meanwhile, so that a new one must be
     * made.
     */
    boolean await() {
      Waiter waiter = new Waiter();
      try {
        return await(waiter);
      } catch (Error e) { // such as a full heap: nobody may be handed a lock who has gone
        if (!withdraw(waiter)) {
          close();
        }
        throw e;
      }
    }

    private boolean await(Waiter waiter) {
      synchronized (this) {
        if (owner == null) {
          return false;
        }
        add(waiter);
        synchronized (WAITING) {
          WAITING.put(waiter.thread, this);
        }
      }
      KeyLock held = cycle();
      if (held != null && withdraw(waiter)) {
        throw circular(held);
      }
      park(waiter);
      return true;
    }

    private void park(Waiter waiter) {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(locks.timeoutMillis);
      boolean interrupted = false;
      try {
        while (!waiter.granted) {
          long left = deadline - System.nanoTime();
          if (left <= 0 && withdraw(waiter)) {
            throw late(heldBy(waiter.thread));
          }
          LockSupport.parkNanos(this, left);
          interrupted |= Thread.interrupted();
        }
      } finally {
        if (interrupted) {
          waiter.thread.interrupt();
        }
      }
    }

    /** Stops waiting; false if the lock was handed over just now. */
    private boolean withdraw(Waiter waiter) {
      synchronized (this) {
        if (waiter.granted) {
          return false;
        }
        remove(waiter);
        WAITING.remove(waiter.thread);
        return true;
      }
    }

    private void add(Waiter waiter) {
      Waiter last = waiters;
      if (last == null) {
        waiters = waiter;
        return;
      }
      while (last.next != null) {
        last = last.next;
      }
      last.next = waiter;
    }

    private void remove(Waiter waiter) {
      if (waiters == waiter) {
        waiters = waiter.next;
        return;
      }
      for (Waiter before = waiters; before != null; before = before.next) {
        if (before.next == waiter) {
          before.next = waiter.next;
        }
      }
    }

    /**
     * The lock of this thread at the end of the chain of waiting threads that starts at this lock,
     * or null. One thread looks at a time, so that only one of a circle sees it. A chain is
     * believed when seen twice, since its first links may have moved on while its last ones were
     * read.
     */
    private @Nullable KeyLock cycle() {
      synchronized (WAITING) {
        KeyLock found = endOfChain();
        found = found == null ? null : endOfChain();
        if (found != null) {
          // This thread gives up: for the next one that looks the circle is broken already.
          WAITING.remove(Thread.currentThread());
        }
        return found;
      }
    }

    private @Nullable KeyLock endOfChain() {
      KeyLock lock = this;
      for (int links = WAITING.size() + 1; links > 0; links--) {
        Thread holder = lock.owner;
        if (holder == Thread.currentThread()) {
          return lock == this ? null : lock;
        }
        KeyLock next = holder == null ? null : WAITING.get(holder);
        if (next == null) {
          return null;
        }
        lock = next;
      }
      return null;
    }

    private CacheException circular(KeyLock held) {
      return new CacheException(
          "Key "
              + this
              + " is held by a thread that waits, itself or through others, for key "
              + held
              + ". Code that runs for a key (entry processor, loader, writer, listener) must use other"
              + " keys in one order everywhere. "
              + holder());
    }

    private CacheException late(@Nullable KeyLock held) {
      return new CacheException(
          "Key "
              + this
              + " stayed locked for "
              + locks.timeoutMillis
              + " ms. What is run for it (entry processor, loader, writer, listener, a method whose"
              + " result is cached) takes longer, and then raise jcache-pmem.locks.timeout; or it waits"
              + " for something else that this thread holds, which is "
              + (held == null ? "no other key" : "key " + held)
              + ". "
              + holder());
    }

    private String holder() {
      Thread holder = owner;
      return "The key is held by "
          + (holder == null ? "nobody now" : "thread \"" + holder.getName() + "\"")
          + ".";
    }

    @Override
    public String toString() {
      return key + " of cache \"" + locks.cacheName + "\"";
    }
  }
}
