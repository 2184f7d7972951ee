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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads of which exactly one runs. It can be interrupted at each {@link #step}: calls of a {@link
 * ScheduledMedium}, of a {@link ScheduledLock}, and where the test says so. Which one runs then is
 * the {@link Strategy}'s choice, so the same seed gives the same interleaving: nothing depends on
 * time, on the operating system or on the processor. What it can't show for that reason are effects
 * of weak memory.
 *
 * <p>A thread that waits for a lock is out of the choice until the lock is given back. If all wait,
 * that is a deadlock and a violation. Inside a monitor of the product nobody is interrupted (a
 * thread that waits for a monitor would be out of the scheduler's sight), so each synchronized
 * block counts as one step.
 */
public final class Schedule {
  private static final long MOST_STEPS = 400_000;
  private static final long STUCK_MILLIS = 30_000;
  private static final int RECENT = 120;

  private final Strategy strategy;
  private final List<Object> monitors = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Burst> bursts = new ArrayList<>();
  private volatile int turn = -1;
  private volatile boolean aborted;
  private volatile long steps;
  private @Nullable Throwable failure;
  private long trace = 1;
  private long switches;
  private long stopAt = Long.MAX_VALUE;
  private @Nullable Elision elision;

  /** A schedule of threads that are still to be {@linkplain #run given}. */
  public Schedule(Strategy strategy) {
    this.strategy = strategy;
  }

  /** What a thread does. */
  @FunctionalInterface
  public interface Task {
    /** Does it; {@code thread} is its number. */
    void run(int thread);
  }

  /** A planted bug: whether a lock is not really taken here. */
  @FunctionalInterface
  interface Elision {
    boolean leavesOut(ScheduledLock lock);
  }

  /** Ends a thread whose run is over. */
  private static final class Aborted extends Error {
    private static final long serialVersionUID = 1L;

    Aborted() {
      super("the run is over", null, false, false);
    }
  }

  /** Consecutive steps of one thread. */
  private static final class Burst {
    private final int thread;
    private final long from;
    private long count;
    private Step last = Step.TEST;

    private Burst(int thread, long from) {
      this.thread = thread;
      this.from = from;
    }
  }

  /** One of the threads. */
  static final class Worker extends Thread {
    private final Schedule schedule;
    private final int number;
    private final Task task;
    private boolean done;
    private @Nullable ScheduledLock awaited;

    private Worker(Schedule schedule, int number, Task task) {
      super("T" + number);
      this.schedule = schedule;
      this.number = number;
      this.task = task;
      setDaemon(true);
    }

    Schedule schedule() {
      return schedule;
    }

    @Override
    public void run() {
      try {
        schedule.awaitTurn(this);
        task.run(number);
      } catch (Aborted e) {
        return;
      } catch (Throwable e) {
        if (!schedule.aborted) {
          schedule.fail(e);
        }
        return;
      }
      done = true;
      schedule.leave(this);
    }
  }

  /** Inside these monitors no thread is interrupted. */
  public void monitors(List<Object> inside) {
    monitors.addAll(inside);
  }

  /** Ends all threads at that step, wherever they are: the process is killed. */
  public void stopAt(long step) {
    stopAt = step;
  }

  void plant(@Nullable Elision planted) {
    elision = planted;
  }

  @Nullable Elision elision() {
    return elision;
  }

  /** The scheduled thread that calls, or null if it is none. */
  static @Nullable Worker worker() {
    return Thread.currentThread() instanceof Worker worker ? worker : null;
  }

  /** A point where another thread may run. Nothing if the caller is not scheduled. */
  public static void step(Step kind, long detail) {
    Worker worker = worker();
    if (worker != null) {
      worker.schedule.step(worker, kind, detail);
    }
  }

  /** The caller can't go on before another thread has run: a failed try, a spin. */
  public static void giveWay() {
    Worker worker = worker();
    if (worker != null && !worker.schedule.isInMonitor()) {
      Schedule schedule = worker.schedule;
      schedule.count(worker, Step.TEST, -1);
      schedule.switchTo(worker, schedule.strategy.instead(worker.number, schedule.runnable()));
    }
  }

  /** Whether a scheduled thread calls. */
  public static boolean isScheduled() {
    return worker() != null;
  }

  /** Runs the tasks to their end, each in a thread of its own; throws what one of them threw. */
  public void run(List<Task> tasks) {
    for (Task task : tasks) {
      workers.add(new Worker(this, workers.size(), task));
    }
    turn = strategy.instead(0, runnable());
    bursts.add(new Burst(turn, 0));
    workers.forEach(Thread::start);
    for (Worker worker : workers) {
      await(worker);
    }
    if (failure instanceof Violation violation) {
      throw violation;
    }
    if (failure != null) {
      throw new Violation("thrown by a thread: " + failure, failure);
    }
  }

  private void await(Worker worker) {
    long seen = -1;
    boolean alive = true;
    while (alive) {
      try {
        worker.join(STUCK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      alive = worker.isAlive();
      if (alive && steps == seen) {
        aborted = true;
        throw new Violation("no step in " + STUCK_MILLIS + " ms: " + stacks());
      }
      seen = steps;
    }
  }

  private void awaitTurn(Worker worker) {
    while (turn != worker.number) {
      if (aborted) {
        throw new Aborted();
      }
      LockSupport.park(this);
    }
    if (aborted) {
      throw new Aborted();
    }
  }

  private void step(Worker worker, Step kind, long detail) {
    count(worker, kind, detail);
    if (!isInMonitor()) {
      switchTo(worker, strategy.next(worker.number, runnable(), steps));
    }
  }

  private void count(Worker worker, Step kind, long detail) {
    if (aborted) {
      throw new Aborted();
    }
    long now = steps + 1;
    steps = now;
    trace = (trace * 31 + worker.number) * 31 + kind.ordinal();
    trace = trace * 31 + detail;
    Burst burst = bursts.get(bursts.size() - 1);
    burst.count++;
    burst.last = kind;
    if (now > MOST_STEPS) {
      throw new Violation("no end after " + now + " steps: " + stacks());
    }
    if (now >= stopAt) {
      abort();
      throw new Aborted();
    }
  }

  private void switchTo(Worker worker, int next) {
    if (next == worker.number) {
      return;
    }
    switches++;
    bursts.add(new Burst(next, steps));
    if (bursts.size() > 2 * RECENT) {
      bursts.subList(0, RECENT).clear();
    }
    turn = next;
    LockSupport.unpark(workers.get(next));
    awaitTurn(worker);
  }

  /** The running thread waits until {@link #wake}. */
  void block(Worker worker, ScheduledLock lock) {
    if (aborted) {
      throw new Aborted();
    }
    if (isInMonitor()) {
      throw new Violation("waits for " + lock + " inside a monitor: " + stacks());
    }
    worker.awaited = lock;
    List<Integer> others = runnable();
    if (others.isEmpty()) {
      throw new Violation("deadlock: " + waits() + "\n" + stacks());
    }
    switchTo(worker, strategy.next(worker.number, others, steps));
  }

  /** Whoever waits for the lock can run again. */
  void wake(ScheduledLock lock) {
    for (Worker worker : workers) {
      if (worker.awaited == lock) {
        worker.awaited = null;
      }
    }
  }

  private void leave(Worker worker) {
    List<Integer> others = runnable();
    if (!others.isEmpty()) {
      int next = strategy.next(worker.number, others, steps);
      switches++;
      bursts.add(new Burst(next, steps));
      turn = next;
      LockSupport.unpark(workers.get(next));
    } else if (workers.stream().anyMatch(each -> !each.done)) {
      fail(new Violation("deadlock: " + waits() + "\n" + stacks()));
    }
  }

  private List<Integer> runnable() {
    List<Integer> runnable = new ArrayList<>(workers.size());
    for (Worker each : workers) {
      if (!each.done && each.awaited == null) {
        runnable.add(each.number);
      }
    }
    return runnable;
  }

  private boolean isInMonitor() {
    for (Object monitor : monitors) {
      if (Thread.holdsLock(monitor)) {
        return true;
      }
    }
    return false;
  }

  /** Ends the run of the calling thread at once because of that; the first cause counts. */
  public static void report(Throwable cause) {
    Worker worker = worker();
    if (worker != null && !worker.schedule.aborted) {
      worker.schedule.fail(cause);
    }
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    abort();
  }

  private void abort() {
    aborted = true;
    workers.forEach(LockSupport::unpark);
  }

  /** Whether the threads were ended before they were done. */
  public boolean isAborted() {
    return aborted;
  }

  // ---- what happened

  /** Steps so far. */
  public long steps() {
    return steps;
  }

  /** Changes of the running thread so far. */
  public long switches() {
    return switches;
  }

  /** A number that the interleaving determines: equal for equal interleavings. */
  public long trace() {
    return trace;
  }

  /** The last changes of the running thread, for a message. */
  public String summary() {
    StringBuilder text = new StringBuilder(strategy.toString());
    int from = Math.max(0, bursts.size() - RECENT);
    for (Burst burst : bursts.subList(from, bursts.size())) {
      text.append((bursts.indexOf(burst) - from) % 8 == 0 ? "\n  " : ", ");
      text.append("T").append(burst.thread).append(" @").append(burst.from);
      text.append(" x").append(burst.count).append(" ").append(burst.last);
    }
    return text.toString();
  }

  private String waits() {
    StringBuilder text = new StringBuilder();
    for (Worker each : workers) {
      if (each.awaited != null) {
        text.append(each.getName()).append(" waits for ").append(each.awaited).append("; ");
      }
    }
    return text.toString();
  }

  private String stacks() {
    StringBuilder text = new StringBuilder();
    for (Worker each : workers) {
      text.append("\n").append(each.getName()).append(" ").append(each.getState());
      for (StackTraceElement frame : each.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }
}
