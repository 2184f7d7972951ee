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
package org.jcachepmem.allocator.space;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The chunks that have no class, the one free for longest first. Thread safe. */
final class FreeChunks {
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

  /** Takes one, or null if there is none. */
  @Nullable Chunk poll() {
    lock.lock();
    try {
      return chunks.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  void add(Chunk chunk) {
    lock.lock();
    try {
      chunks.addLast(chunk);
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return chunks.size();
    } finally {
      lock.unlock();
    }
  }
}
