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

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that the {@link Schedule} knows: taking and giving it are steps, and who waits for it does
 * not run. Since one thread runs at a time it needs no atomicity; a thread that is woken competes
 * again, as with an unfair lock. Threads that are not scheduled use it while none is running.
 */
final class ScheduledLock extends ReentrantLock {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final int number;
  private transient @Nullable Thread owner;
  private int holds;

  /** What planted bugs left out, by thread: how often. */
  private final transient Map<Thread, Integer> leftOut = new HashMap<>();

  ScheduledLock(String name, int number) {
    this.name = name;
    this.number = number;
  }

  @Override
  public void lock() {
    Schedule.step(Step.LOCK, number);
    if (isLeftOut()) {
      return;
    }
    Thread thread = Thread.currentThread();
    while (owner != null && owner != thread) {
      Schedule.Worker worker = Schedule.worker();
      if (worker == null) {
        throw new Violation(thread + " waits for " + this);
      }
      worker.schedule().block(worker, this);
    }
    take(thread);
  }

  @Override
  public boolean tryLock() {
    Schedule.step(Step.LOCK, number);
    if (isLeftOut()) {
      return true;
    }
    Thread thread = Thread.currentThread();
    if (owner != null && owner != thread) {
      Schedule.giveWay();
      return false;
    }
    take(thread);
    return true;
  }

  private boolean isLeftOut() {
    Schedule.Worker worker = Schedule.worker();
    Schedule.Elision elision = worker == null ? null : worker.schedule().elision();
    if (elision == null || !elision.leavesOut(this)) {
      return false;
    }
    leftOut.merge(worker, 1, Integer::sum);
    return true;
  }

  private void take(Thread thread) {
    owner = thread;
    holds++;
  }

  @Override
  public void unlock() {
    Thread thread = Thread.currentThread();
    Schedule.Worker worker = Schedule.worker();
    if (worker != null && worker.schedule().isAborted()) {
      return;
    }
    Integer pretended = leftOut.remove(thread);
    if (pretended != null) {
      if (pretended > 1) {
        leftOut.put(thread, pretended - 1);
      }
      return;
    }
    if (owner != thread) {
      throw new IllegalMonitorStateException(thread + " does not hold " + this);
    }
    if (--holds == 0) {
      owner = null;
      if (worker != null) {
        worker.schedule().wake(this);
      }
    }
    Schedule.step(Step.UNLOCK, number);
  }

  @Override
  public boolean isHeldByCurrentThread() {
    Thread thread = Thread.currentThread();
    return owner == thread || leftOut.containsKey(thread);
  }

  @Override
  public boolean isLocked() {
    return owner != null;
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    Thread holder = owner;
    return name + (holder == null ? "" : " (held by " + holder.getName() + ")");
  }
}
