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

import java.util.Random;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.medium.MediumFacts;

/**
 * A medium of which each call is a step of the {@link Schedule}. Copies are made in two parts with
 * a step between, now and then, because a copy is not atomic. The watcher is told at the moments at
 * which a crash is interesting: before and after a fence takes effect.
 */
public final class ScheduledMedium implements Medium {
  private static final int CUT_ONE_IN = 2;

  private final Medium delegate;
  private final Random cuts;
  private Runnable atFence = () -> {};
  private Runnable atStore = () -> {};

  /** Passes everything on to {@code delegate}; {@code seed} decides where copies are cut. */
  public ScheduledMedium(Medium delegate, long seed) {
    this.delegate = delegate;
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
  public long sizeBytes() {
    return delegate.sizeBytes();
  }

  @Override
  public int getInt(long offset) {
    Schedule.step(Step.LOAD, offset);
    return delegate.getInt(offset);
  }

  @Override
  public long getLong(long offset) {
    Schedule.step(Step.LOAD, offset);
    return delegate.getLong(offset);
  }

  @Override
  public void putInt(long offset, int value) {
    store(offset);
    delegate.putInt(offset, value);
  }

  @Override
  public void putLong(long offset, long value) {
    store(offset);
    delegate.putLong(offset, value);
  }

  @Override
  public void putLongRelease(long offset, long value) {
    store(offset);
    delegate.putLongRelease(offset, value);
  }

  @Override
  public void storeStoreFence() {
    delegate.storeStoreFence();
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    int cut = cut(lengthBytes);
    store(offset);
    delegate.copyIn(offset, source, sourceIndex, cut);
    if (cut < lengthBytes) {
      store(offset + cut);
      delegate.copyIn(offset + cut, source, sourceIndex + cut, lengthBytes - cut);
    }
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copyIn(offset, source, sourceIndex, lengthBytes);
    flush(offset, lengthBytes);
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    int cut = cut(lengthBytes);
    Schedule.step(Step.LOAD, offset);
    delegate.copyOut(offset, target, targetIndex, cut);
    if (cut < lengthBytes) {
      Schedule.step(Step.LOAD, offset + cut);
      delegate.copyOut(offset + cut, target, targetIndex + cut, lengthBytes - cut);
    }
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    store(offset);
    delegate.zero(offset, lengthBytes);
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    Schedule.step(Step.FLUSH, offset);
    atStore.run();
    delegate.flush(offset, lengthBytes);
  }

  @Override
  public void fence() {
    Schedule.step(Step.FENCE, 0);
    atFence.run();
    delegate.fence();
    atFence.run();
    Schedule.step(Step.FENCED, 0);
  }

  @Override
  public void extend(long newSizeBytes) {
    delegate.extend(newSizeBytes);
  }

  @Override
  public MediumFacts facts() {
    return delegate.facts();
  }

  @Override
  public MediumCounters counters() {
    return delegate.counters();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
