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
package org.jcachepmem.allocator.record;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the keys of one hash range share: the lock under which their records change, the counter of
 * their sequence numbers, and the queue of records that are no longer an entry's and wait to be
 * settled.
 *
 * <p>A record enters the queue by {@link RecordStore#retire} from any thread; it leaves by the
 * thread that holds the lock, in order, and its slot is free only when its DEAD mark and those of
 * all before it are durable. No foreign code runs under the lock.
 */
public final class Stripe {
  private static final int MIX = 0x9E37_79B9;

  private final ReentrantLock lock = new ReentrantLock();

  /** Retired, not yet marked, or by a {@link Sweep} only. */
  final Queue<Retired> queue = new ConcurrentLinkedQueue<>();

  /** Pool bytes of what waits: in {@link #queue}, {@link #marked} and {@link #failed}. */
  final AtomicLong queuedBytes = new AtomicLong();

  /** Guarded by the lock: marked DEAD and flushed, waiting for the fence or the commit. */
  final Deque<Retired> marked = new ArrayDeque<>(0);

  /** Guarded by the lock: of puts that failed and are not durably undone yet. */
  final Deque<Reservation> failed = new ArrayDeque<>(0);

  /** Guarded by the lock. */
  long counter;

  /** Guarded by the lock: the epoch that {@link #counter} counts in. */
  long counterEpoch;

  Stripe() {}

  /** That of {@code stripes}, a power of two of them, which the keys with that hash have. */
  static Stripe of(Stripe[] stripes, int identityHash) {
    int mixed = identityHash * MIX;
    return stripes[(mixed ^ mixed >>> 16) & (stripes.length - 1)];
  }

  /** Waits for the lock; not interruptible. */
  public void lock() {
    lock.lock();
  }

  /** Takes the lock if nobody holds it. */
  public boolean tryLock() {
    return lock.tryLock();
  }

  /** Gives the lock back. */
  public void unlock() {
    lock.unlock();
  }

  /** Whether this thread holds the lock. */
  public boolean isHeldByCurrentThread() {
    return lock.isHeldByCurrentThread();
  }
}
