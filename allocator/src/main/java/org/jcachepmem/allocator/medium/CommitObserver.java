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

import org.jspecify.annotations.Nullable;

/**
 * Is told of each commit, by the thread that makes it: before the first page is written back, and
 * when nobody waits for it any more. Must be quick, must not throw, and must not use the medium.
 */
public interface CommitObserver {

  /** Observes nothing. */
  CommitObserver NONE =
      new CommitObserver() {
        @Override
        public @Nullable Object begins() {
          return null;
        }

        @Override
        public void ended(
            @Nullable Object begun, int waiters, long bytes, @Nullable Throwable failure) {}
      };

  /** A commit begins. What is returned is handed to {@link #ended}. */
  @Nullable Object begins();

  /**
   * A commit has ended.
   *
   * @param begun what {@link #begins} returned
   * @param waiters threads that waited for it, this one included
   * @param bytes pages that were committed, in bytes
   * @param failure why the medium has failed, null if it has not
   */
  void ended(@Nullable Object begun, int waiters, long bytes, @Nullable Throwable failure);
}
