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

import java.io.IOException;
import java.util.Random;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFacts;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.WrappedMedium;

/**
 * A medium of which each call is a step of the {@link Schedule}. Copies are made in two parts with
 * a step between, now and then, because a copy is not atomic. The watcher is told at the moments at
 * which a crash is interesting: before and after a fence takes effect.
 */
public final class ScheduledMedium extends WrappedMedium {
  private static final int CUT_ONE_IN = 2;

  private final MediumFacts facts;
  private final Random cuts;
  private Runnable atFence = () -> {};
  private Runnable atStore = () -> {};

  /** Fences of the threads before one that fails; none if negative. */
  private int fencesToFailure = -1;

  private volatile boolean hasFailed;

  /**
   * Passes everything on to {@code delegate}.
   *
   * @param isPaged whether it says that flushing writes pages
   * @param seed decides where copies are cut
   */
  public ScheduledMedium(Medium delegate, boolean isPaged, long seed) {
    super(delegate);
    facts = new MediumFacts("scheduled", true, false, isPaged, "scheduled, for tests");
    this.cuts = new Random(seed);
  }

  /** Runs {@code watcher} before and after each fence. */
  public void atFence(Runnable watcher) {
    atFence = watcher;
  }

  /** Runs {@code watcher} before each store and flush. */
  public void atStore(Runnable watcher) {
    atStore = watcher;
  }

  /** The {@code fences}th fence of a thread from now on fails, and with it the medium for good. */
  public void failAfter(int fences) {
    fencesToFailure = fences;
  }

  /** Whether a fence has failed. */
  public boolean hasFailed() {
    return hasFailed;
  }

  private void store(long offset) {
    Schedule.step(Step.STORE, offset);
    atStore.run();
  }

  /** Where a copy of that length is cut; its length if it isn't. */
  private int cut(int lengthBytes) {
    boolean whole = Schedule.worker() == null || lengthBytes < 16 || cuts.nextInt(CUT_ONE_IN) != 0;
    return whole ? lengthBytes : (1 + cuts.nextInt(lengthBytes / 8 - 1)) * 8;
  }

  @Override
  protected void beforeWord(long offset, boolean isRead) {
    if (isRead) {
      Schedule.step(Step.LOAD, offset);
    } else {
      store(offset);
    }
  }

  @Override
  protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
    beforeWord(offset, isRead);
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    int cut = cut(lengthBytes);
    super.copyIn(offset, source, sourceIndex, cut);
    if (cut < lengthBytes) {
      super.copyIn(offset + cut, source, sourceIndex + cut, lengthBytes - cut);
    }
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    int cut = cut(lengthBytes);
    super.copyOut(offset, target, targetIndex, cut);
    if (cut < lengthBytes) {
      super.copyOut(offset + cut, target, targetIndex + cut, lengthBytes - cut);
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Schedule.step(Step.FLUSH, offset);
    atStore.run();
    super.flush(offset, lengthBytes);
  }

  @Override
  public MediumFacts facts() {
    return facts;
  }

  @Override
  public void checkUsable() {
    if (hasFailed) {
      throw new MediumFailedException("a planted failure of a fence", new IOException("planted"));
    }
    super.checkUsable();
  }

  @Override
  public void fence() {
    Schedule.step(Step.FENCE, 0);
    atFence.run();
    if (Schedule.worker() != null && fencesToFailure >= 0 && fencesToFailure-- == 0) {
      hasFailed = true;
    }
    checkUsable();
    super.fence();
    atFence.run();
    Schedule.step(Step.FENCED, 0);
  }
}
