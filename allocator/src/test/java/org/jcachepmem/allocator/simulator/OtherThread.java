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
package org.jcachepmem.allocator.simulator;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has a step done by another thread, as the product's caretaker does: a fence completes the flushes
 * of its own thread only. The caller waits for it, so that nothing runs side by side.
 */
final class OtherThread {
  /** Processor time that other threads took for this one's sake. */
  private static final ThreadLocal<Long> NANOS = ThreadLocal.withInitial(() -> 0L);

  private OtherThread() {}

  /** Runs it to its end; throws what it throws. */
  static void run(Runnable step) {
    Throwable[] thrown = {null};
    long[] nanos = {0};
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (RuntimeException | Error e) {
                thrown[0] = e;
              }
              nanos[0] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + nanos();
            },
            "caretaker of a simulation");
    thread.setDaemon(true);
    thread.start();
    join(thread);
    NANOS.set(nanos() + nanos[0]);
    rethrow(thrown[0]);
  }

  /** Processor time of the other threads that the calling one has had so far. */
  static long nanos() {
    return NANOS.get();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void rethrow(@Nullable Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }
}
