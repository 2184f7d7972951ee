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

import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts back what was removed for a writer that has failed, and never what was removed for good
 * since: a clear takes no key's lock, so it does not wait for the writer, and finds nothing there.
 *
 * <p>What is put back is in no index for a while, and nobody who lists the keys finds it. But
 * whoever will put it back holds its key's lock, so who wants all keys lists both while nothing can
 * be put back. Thread safe.
 */
final class PutBacks {
  /** Held by a clear, by who puts back, and by who lists: each would undo or miss the other. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile int clears;

  /** See {@link EntryStore#clears}. */
  int clears() {
    return clears;
  }

  /** Clears; also one that fails may have removed something. */
  void clear(Runnable clear) {
    lock.lock();
    try {
      clear.run();
    } finally {
      clears++; // last: what is read before it may be of an entry that is being cleared
      lock.unlock();
    }
  }

  /** Puts back what was read when there had been so many clears. */
  void putBack(int clearsBefore, Runnable put) {
    lock.lock();
    try {
      if (clears == clearsBefore) {
        put.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** See {@link EntryStore#whileNothingIsPutBack}. */
  void pause(Runnable listing) {
    lock.lock();
    try {
      listing.run();
    } finally {
      lock.unlock();
    }
  }
}
