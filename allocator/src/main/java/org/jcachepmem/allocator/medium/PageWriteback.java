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

/**
 * Flush and fence of a medium that is written back in pages by a system call: a flush only
 * remembers its pages for the calling thread, and the fence commits them together with those of
 * other threads.
 *
 * <p>A call takes the same time for any range, if only the pages that were committed are dirty in
 * it: the system finds them by an index. So a batch takes one call, from its first page to its
 * last. What others have stored in between is written a little earlier than they asked for.
 *
 * <p>In the relaxed modes more than a little can be dirty there: all that was stored since the last
 * commit. A batch of a few pages far apart then waits until that is written, too.
 */
final class PageWriteback {
  private final ThreadLocal<PageRuns> pending = ThreadLocal.withInitial(PageRuns::new);
  private final GroupCommit commits;

  /**
   * @param windowShift one call can write back what lies in one window of {@code 1 << windowShift}
   *     bytes
   * @param syncer the call
   */
  PageWriteback(String what, MediumCounters counters, int windowShift, GroupCommit.Syncer syncer) {
    this.commits =
        new GroupCommit(
            what,
            counters.commits(),
            new GroupCommit.Syncer() {
              @Override
              public void prepare(PageRuns merged) {
                merged.join(windowShift);
              }

              @Override
              public void sync(PageRuns runs) throws Exception {
                syncer.sync(runs);
              }
            });
  }

  void flush(long offset, long lengthBytes) {
    pending.get().add(offset, lengthBytes);
  }

  /** Throws if an earlier fence failed. */
  void checkUsable() {
    commits.checkUsable();
  }

  void fence() {
    checkUsable();
    PageRuns runs = pending.get();
    if (!runs.isEmpty()) {
      commits.commit(runs);
    }
  }
}
