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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares items of work out among the calling thread and short-lived threads of its own: recovery
 * must not wait for a pool of threads that an application keeps busy, perhaps with what waits for
 * the recovery.
 *
 * <p>The first failure of a thread ends the work of all, and is thrown as it is once they have
 * ended. An interrupt is kept for the caller.
 */
final class ScanThreads<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ScanThreads.class);

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<T> items;
  private final Supplier<? extends Worker<T>> workers;

  private ScanThreads(List<T> items, Supplier<? extends Worker<T>> workers) {
    this.items = items;
    this.workers = workers;
  }

  /** What one thread does. */
  interface Worker<T> {
    void accept(T item);

    /** Called by the same thread after its last item, unless a thread has failed. */
    void end();
  }

  /** Has each item accepted by one worker; each of the threads has its own. */
  static <T> void run(int threads, List<T> items, Supplier<? extends Worker<T>> workers) {
    ScanThreads<T> work = new ScanThreads<>(items, workers);
    if (threads <= 1) {
      work.work();
      return;
    }
    List<Thread> started = new ArrayList<>();
    for (int i = 1; i < threads && start(work, i, started); i++) {}
    work.workGuarded();
    started.forEach(ThreadEnd::await);
    Throwable failed = work.failure.get();
    if (failed instanceof Error error) {
      throw error;
    } else if (failed instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Where no thread can be had, those that there are do the work. */
  private static boolean start(ScanThreads<?> work, int number, List<Thread> started) {
    Thread thread = new Thread(work::workGuarded, "jcache-pmem-recovery-" + number);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      LOG.warn("recovery goes on with {} threads: {}", number, e.getMessage());
      return false;
    }
    return started.add(thread);
  }

  private void workGuarded() {
    try {
      work();
    } catch (RuntimeException | Error e) {
      Throwable first = failure.compareAndExchange(null, e);
      if (first != null && first != e) {
        first.addSuppressed(e);
      }
    }
  }

  private void work() {
    Worker<T> worker = workers.get();
    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
      if (failure.get() != null) {
        return;
      }
      worker.accept(items.get(i));
    }
    worker.end();
  }
}
