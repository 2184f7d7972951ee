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

import org.jspecify.annotations.Nullable;

/** What steps throw that must all be taken, whatever happens to the others. One thread. */
public final class Failures {
  private @Nullable Throwable first;

  /** What may throw anything, checked or not. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  /** Takes a step. */
  public void during(Step step) {
    try {
      step.run();
    } catch (Throwable e) { // foreign code may throw anything
      add(e);
    }
  }

  /** A step has thrown that. */
  public void add(Throwable thrown) {
    first = join(first, thrown);
  }

  /** Two failures as one: the first, if there is one, with the next suppressed in it. */
  public static <E extends Throwable> E join(@Nullable E first, E next) {
    if (first == null) {
      return next;
    }
    if (first != next) { // the same object may be thrown again and again
      first.addSuppressed(next);
    }
    return first;
  }

  /** Throws what was thrown first, if anything was, with the others suppressed in it. */
  public void throwFirst() {
    if (first != null) {
      Failures.<RuntimeException>rethrow(first);
    }
  }

  @SuppressWarnings("unchecked") // thrown as it is: the type is erased
  private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
