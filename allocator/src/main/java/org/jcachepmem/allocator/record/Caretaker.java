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

import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Durability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a pool that settles what no operation came to settle, so that an idle pool's
 * evicted and removed entries give their space back, and that declares epochs settled. Where
 * records are settled by {@linkplain Sweep sweeps} it makes those: when it is {@linkplain #call
 * called}, and now and then. No operation waits for it.
 */
final class Caretaker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
  private static final long PERIOD_MILLIS = 1_000;
  private static final int ROUNDS_PER_EPOCH = 60;
  private static final int ROUNDS_PER_SWEEP = 10;

  private final RecordStore records;
  private final Thread thread;
  private final long periodMillis;
  private final boolean commits;
  private final boolean settles;
  private final int roundsPerSettling;

  // The thread's own.
  private final Step committing;
  private final Step sweeping;
  private final Step settlingEpochs;
  private long settledAt = -1;
  private long nextSettle = System.nanoTime();
  private int round;
  private int nextEpochRound = ROUNDS_PER_EPOCH;
  private boolean poolIsStopped;

  /** Guarded by this. */
  private boolean stopping;

  /** Whether a sweep is wanted; set under this. */
  private volatile boolean called;

  private Caretaker(RecordStore records, RecordOptions options, boolean isSwept) {
    this.records = records;
    // Half the lag for waiting, the other half for the commit itself.
    this.periodMillis =
        options.durability() == Durability.ASYNC
            ? Math.max(1, Math.min(PERIOD_MILLIS, options.maxLagMillis() / 2))
            : PERIOD_MILLIS;
    this.commits = options.durability() == Durability.ASYNC;
    this.settles = options.durability() != Durability.ON_CLOSE;
    this.roundsPerSettling = isSwept ? ROUNDS_PER_SWEEP : 1;
    this.committing = new Step("committing", records::commit);
    this.sweeping = new Step("settling", records::sweep);
    this.settlingEpochs = new Step("settling an epoch", this::settleEpoch);
    this.thread = new Thread(this, "jcache-pmem-caretaker");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  static Caretaker start(RecordStore records, RecordOptions options, boolean isSwept) {
    Caretaker caretaker = new Caretaker(records, options, isSwept);
    caretaker.thread.start();
    return caretaker;
  }

  @Override
  public void run() {
    try {
      while (!pause()) {
        if (commits) {
          attempt(committing);
        }
        boolean isCalled = called;
        if (isCalled) {
          called = false;
        }
        if (!poolIsStopped) {
          settle(isCalled);
        }
      }
    } catch (MediumFailedException | IllegalStateException e) {
      LOG.warn("nothing is done for the pool in the background any more: {}", e.getMessage());
    }
  }

  private void settle(boolean isCalled) {
    if (isCalled) {
      attempt(sweeping);
    }
    if (settles && System.nanoTime() - nextSettle >= 0) {
      nextSettle = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
      round++;
      if (round % roundsPerSettling == 0) {
        attempt(sweeping);
      }
      if (round >= nextEpochRound) {
        attempt(settlingEpochs);
      }
    }
  }

  /** A step that fails keeps nobody from the others, nor from trying it again. */
  private void attempt(Step step) {
    try {
      step.action.run();
      step.failed = false;
    } catch (StoppedException e) {
      // Changes have ended. Those that were acknowledged meanwhile are owed their commit.
      if (!poolIsStopped) {
        LOG.warn("nothing but commits is done in the background any more: {}", e.getMessage());
      }
      poolIsStopped = true;
    } catch (MediumFailedException | IllegalStateException e) {
      throw e; // for good
    } catch (RuntimeException | Error e) {
      if (!step.failed) {
        LOG.warn("{} in the background failed, and is tried again", step.name, e);
      }
      step.failed = true;
    }
  }

  /** Not while a clear or the like is under way, which may take long: commits must not wait. */
  private void settleEpoch() {
    long fences = records.pool().medium().counters().fences();
    if (fences == settledAt || records.life().trySettleEpoch()) {
      settledAt = records.pool().medium().counters().fences();
      nextEpochRound = round + ROUNDS_PER_EPOCH;
    }
  }

  /** Waits for the next round; true if there is none. */
  private synchronized boolean pause() {
    if (!stopping && !called) {
      try {
        wait(periodMillis);
      } catch (InterruptedException e) {
        // Whoever wants this thread to end calls stop(). An interrupt could close a channel.
        LOG.debug("interrupted, and goes on");
      }
    }
    return stopping;
  }

  /** Has it sweep soon; returns at once. */
  void call() {
    if (!called) {
      synchronized (this) {
        called = true;
        notifyAll();
      }
    }
  }

  /** Ends the thread; returns when it has ended. */
  void stop() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    ThreadEnd.await(thread);
  }

  /** Something that is done again and again, and whether it failed the last time. */
  private static final class Step {
    private final String name;
    private final Runnable action;
    private boolean failed;

    Step(String name, Runnable action) {
      this.name = name;
      this.action = action;
    }
  }
}
