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
package org.jcachepmem.allocator.medium;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A medium whose n-th store, flush, fence or extension fails, as a device would: what failed did
 * not happen, and after a failed fence every later one fails, too. Thread safe.
 */
public final class FailingMedium extends WrappedMedium {
  /** What can fail. A {@link Medium#copyInAndFlush} is a store and then a flush. */
  public enum Step {
    /** Words, copies and zeroing. */
    STORE,
    /** Flushes. */
    FLUSH,
    /** Fences. */
    FENCE,
    /** Extensions. */
    EXTEND
  }

  private final Map<Step, Long> stepsToGo = new EnumMap<>(Step.class);
  private Predicate<Thread> victims = thread -> true;
  private boolean forGood;
  private boolean failed;
  private long failures;

  /** A medium that works like {@code delegate} until it is told to fail. */
  public FailingMedium(Medium delegate) {
    super(delegate);
  }

  /** Lets the {@code nth} step of this kind from now on fail, counted from 1. */
  public synchronized void failAt(Step step, long nth) {
    forGood = false;
    stepsToGo.put(step, nth);
  }

  /** The same, and every step of this kind after it. */
  public synchronized void failFrom(Step step, long nth) {
    failAt(step, nth);
    forGood = true;
  }

  /** How often a step has failed. */
  public synchronized long failures() {
    return failures;
  }

  /** Counts only the steps of these threads. */
  public synchronized void victims(Predicate<Thread> threads) {
    victims = threads;
  }

  /** Whether a fence has failed. */
  public synchronized boolean hasFailed() {
    return failed;
  }

  /** Works again: the device was replaced, the medium opened anew. */
  public synchronized void repair() {
    failed = false;
    stepsToGo.clear();
  }

  @Override
  public synchronized void checkUsable() {
    if (failed) {
      throw failure("an earlier fence failed");
    }
    super.checkUsable();
  }

  private synchronized void step(Step step) {
    if (step == Step.FENCE) {
      checkUsable();
    }
    Long left = stepsToGo.get(step);
    if (left == null || !victims.test(Thread.currentThread())) {
      return;
    }
    if (left > 1) {
      stepsToGo.put(step, left - 1);
      return;
    }
    if (!forGood) {
      stepsToGo.remove(step);
    }
    failures++;
    failed |= step == Step.FENCE;
    throw failure("a planted failure of a " + step);
  }

  private static MediumFailedException failure(String message) {
    return new MediumFailedException(message, new IOException("Input/output error"));
  }

  @Override
  protected void beforeWord(long offset, boolean isRead) {
    beforeRange(offset, Long.BYTES, isRead);
  }

  @Override
  protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
    if (!isRead) {
      step(Step.STORE);
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    step(Step.FLUSH);
    super.flush(offset, lengthBytes);
  }

  @Override
  public void fence() {
    step(Step.FENCE);
    super.fence();
  }

  @Override
  public void extend(long newSizeBytes) {
    step(Step.EXTEND);
    super.extend(newSizeBytes);
  }
}
