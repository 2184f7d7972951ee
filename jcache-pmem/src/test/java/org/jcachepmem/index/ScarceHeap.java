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
package org.jcachepmem.index;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A heap that has no room, at times: whatever a class that a {@link ScarceHeapLoader} loads may
 * allocate with asks here before. Shared by all loaders; armed and asked by one thread at a time.
 */
public final class ScarceHeap {
  private static Thread thread = Thread.currentThread();
  private static int asked;
  private static int full;
  private static int roomy;
  private static @Nullable OutOfMemoryError last;

  private ScarceHeap() {}

  /** For one object, for what the recovery from that wants, too, and for nothing any more. */
  public static IntStream times() {
    return IntStream.of(1, 2, 1000);
  }

  /**
   * The calling thread finds no room from the {@code nth} time it asks, {@code times} in a row.
   * What it then does to recover may fail as well.
   */
  public static void arm(int nth, int times) {
    thread = Thread.currentThread();
    asked = 0;
    full = nth;
    roomy = nth + times;
  }

  /** There is room for everything; returns how often it was asked since it was armed. */
  public static int disarm() {
    full = Integer.MAX_VALUE;
    return asked;
  }

  /** What went wrong when there was no room from the {@code nth} time on, and where that was. */
  public static AssertionError failure(int nth, Throwable wrong) {
    AssertionError failure = new AssertionError("without room for allocation " + nth, wrong);
    if (last != null) {
      failure.addSuppressed(last);
    }
    return failure;
  }

  /** Called before something is allocated. */
  public static void ask() {
    if (full != Integer.MAX_VALUE && Thread.currentThread() == thread) {
      asked++;
      if (asked >= full && asked < roomy) {
        last = new OutOfMemoryError("planted");
        throw last;
      }
    }
  }
}
