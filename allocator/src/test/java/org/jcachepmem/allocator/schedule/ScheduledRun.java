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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.LeakCheck;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordStore;
import org.jspecify.annotations.Nullable;

/**
 * One run: a few lives of one small pool, each with threads whose interleaving the seed decides,
 * with crashes tried along the way, and each but the last ended by a kill, a power loss or a close.
 * In some lives a fence fails, and the medium for good. What the threads do is up to whoever
 * extends it.
 */
public abstract class ScheduledRun {
  /** In one of so many lives a fence fails. */
  private static final int FAILING_SHARE = 4;

  private static final int MOST_FENCES = 24;

  /** What has happened, and what each key may therefore read as. */
  protected final History history;

  /** What all runs have done. */
  protected final Totals totals;

  /** Decides how lives begin and end. */
  protected final Random endings;

  private final Frame frame;
  private final Class<?> program;
  private final FormatOptions format;
  private long trace = 1;
  private RecordingMedium recording;
  private ScheduledMedium medium;
  private RecordStore records;
  private CrashCheck crash;
  private Schedule schedule;

  /**
   * A run.
   *
   * @param program replays it
   * @param dropsByItself whether keys may be evicted at any time without the history being told
   */
  @SuppressWarnings("NullAway.Init")
  protected ScheduledRun(
      Frame frame, FormatOptions format, Class<?> program, boolean dropsByItself, Totals totals) {
    this.frame = frame;
    this.format = format;
    this.program = program;
    this.totals = totals;
    history = new History(frame.relaxed(), dropsByItself);
    endings = new Random(frame.seed() + 1);
    recording = new RecordingMedium(frame.poolBytes());
  }

  // ---- what the threads work on

  /** A life begins. Returns what has locks that the schedule must know. */
  protected abstract List<Object> begin(RecordStore opened);

  /** Packages whose locks those are. */
  protected abstract String[] lockOwners();

  /** One operation of a thread. What the medium cuts off throws. */
  protected abstract void operate(int thread, Random random);

  /** Nobody is at work: reads say what the history says, and sums are right. */
  protected abstract void checkAtRest();

  /** Closes the pool. */
  protected abstract void close();

  /** What the keys read as in a store that was just recovered. */
  protected Map<String, Integer> values(RecordStore recovered, Collection<String> keys) {
    return Recovered.values(recovered, keys);
  }

  /** Whether there is a planted bug: then the medium does not fail, too. */
  protected boolean isPlanted() {
    return false;
  }

  /** Which lock is not taken: for planted bugs. */
  protected Schedule.@Nullable Elision elision() {
    return null;
  }

  // ---- the run

  /** Lives all lives. Throws what must not be, with all that is known about it. */
  public final void run() {
    totals.runs++;
    try {
      Pool.format(recording, format);
      for (int life = 0; life < frame.lives(); life++) {
        live(life);
      }
    } catch (RuntimeException | Error e) {
      totals.violations++;
      throw new Violation(describe(e), e);
    } finally {
      totals.operations += history.operations();
    }
  }

  /** Equal for equal interleavings. */
  public final long trace() {
    return trace;
  }

  private String describe(Throwable e) {
    return """
        %s
        seed %d: %s
        threads: %s
        history:
          %s
        replay: java -ea -cp <test class path> %s --replay %d"""
        .formatted(
            e.getMessage(),
            frame.seed(),
            this,
            schedule == null ? "none" : schedule.summary(),
            history,
            program.getName(),
            frame.seed());
  }

  private void live(int life) {
    long seed = frame.seed();
    medium = new ScheduledMedium(recording, frame.isPaged(), seed + life);
    crash =
        new CrashCheck(
            recording, frame.options(), history, totals, seed * 7 + life, frame.imagesPerPoint());
    crash.reading(this::values);
    records = RecordStore.open(Pool.mount(medium), frame.options());
    List<Object> shared = begin(records);
    if (frame.relaxed()) {
      commit();
    }
    LockExchange locks = new LockExchange(lockOwners());
    shared.forEach(locks::exchange);
    schedule = new Schedule(frame.strategy(life));
    schedule.monitors(locks.monitors());
    schedule.plant(elision());
    if (endings.nextBoolean()) {
      schedule.stopAt(50 + endings.nextInt(50 << endings.nextInt(7)));
    }
    // Multiplied, because seeds that are close to each other begin alike.
    Random failures = new Random((seed * 17 + life) * 0x9E37_79B9_7F4A_7C15L);
    if (!isPlanted() && failures.nextInt(FAILING_SHARE) == 0) {
      medium.failAfter(failures.nextInt(MOST_FENCES));
    }
    Random points = new Random(seed * 13 + life);
    medium.atFence(() -> maybe(points, frame.pointOneIn(), "at a fence"));
    medium.atStore(() -> maybe(points, frame.pointOneIn() * 20, "at a store"));
    List<Schedule.Task> tasks = new ArrayList<>();
    for (int i = 0; i < frame.threads(); i++) {
      Random random = new Random(seed * 1000 + life * 10L + i);
      tasks.add(thread -> work(thread, random, points));
    }
    try {
      schedule.run(tasks);
    } finally {
      totals.steps += schedule.steps();
      totals.switches += schedule.switches();
      trace = trace * 31 + schedule.trace();
    }
    totals.failures += medium.hasFailed() ? 1 : 0;
    end(schedule.isAborted() || medium.hasFailed());
  }

  private void maybe(Random points, int oneIn, String when) {
    if (Schedule.isScheduled() && points.nextInt(oneIn) == 0) {
      crashHere(when);
    }
  }

  private void crashHere(String when) {
    try {
      crash.here(when);
    } catch (Violation e) {
      Schedule.report(e);
      throw e;
    }
  }

  private void work(int thread, Random random, Random points) {
    for (int i = 0; i < frame.operations(); i++) {
      try {
        operate(thread, random);
      } catch (MediumFailedException e) {
        checkMedium(e); // what it was about to do need not be done
      }
      maybe(points, frame.pointOneIn(), "after an operation");
      Schedule.step(Step.TEST, 0);
    }
  }

  // ---- for operations

  /** Whether a fence has failed. */
  protected final boolean hasFailed() {
    return medium.hasFailed();
  }

  /**
   * Ends the call as its steps end. What a failing medium has cut off stays under way: a crash may
   * show it. What begins after that has no effect, and is not acknowledged.
   */
  protected final void attempt(History.Call call, IntSupplier steps) {
    boolean hadFailed = hasFailed();
    int result;
    try {
      result = steps.getAsInt();
    } catch (PoolFullException e) {
      totals.refused++;
      history.failed(call);
      return;
    } catch (MediumFailedException e) {
      cutOff(e, hadFailed, call);
      return;
    }
    checkAcknowledged(hadFailed);
    history.end(call, result);
  }

  /** The medium has thrown; {@code hadFailed} says whether it had failed when the calls began. */
  protected final void cutOff(MediumFailedException e, boolean hadFailed, History.Call... calls) {
    checkMedium(e);
    for (History.Call call : calls) {
      if (hadFailed) {
        history.failed(call);
      }
    }
  }

  /** An operation has returned. */
  protected final void checkAcknowledged(boolean hadFailed) {
    if (hadFailed) {
      throw new Violation("acknowledged, though the medium had failed before");
    }
  }

  private void checkMedium(MediumFailedException e) {
    if (!hasFailed()) {
      throw e;
    }
  }

  /** In the relaxed modes. */
  protected final void commit() {
    long began = history.now();
    records.commit();
    history.committed(began);
    history.line("committed");
  }

  // ---- between lives

  private void end(boolean killed) {
    if (!killed) {
      crashHere("at rest");
      checkAtRest();
      LeakCheck.settle(records);
      LeakCheck.take(recording.killImage(), records);
      if (endings.nextInt(3) == 0) {
        close();
        history.line("closed");
        crashHere("after the close");
      }
    }
    boolean kill = endings.nextBoolean();
    RecordingMedium next = crash.next(kill);
    var may = history.afterCrash(!kill);
    var found =
        values(RecordStore.open(Pool.mount(next.killImage()), frame.options()), history.keys());
    CrashCheck.compare(found, may);
    history.restart(found, kill ? "killed" : "power lost");
    recording = next;
  }
}
