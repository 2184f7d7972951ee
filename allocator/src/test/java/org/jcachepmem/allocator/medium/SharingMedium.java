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
 * A medium in the heap that can share the storage of another one, so many times; from then on its
 * file system refuses, half way, as some do.
 */
public final class SharingMedium extends WrappedMedium {
  private final HeapMedium heap;
  private final int most;
  private int shared;

  /** Zero-filled. */
  public SharingMedium(long sizeBytes, int most) {
    this(new HeapMedium(sizeBytes), most);
  }

  private SharingMedium(HeapMedium heap, int most) {
    super(heap);
    this.heap = heap;
    this.most = most;
  }

  @Override
  public synchronized boolean cloneFrom(Medium source, long offset, long lengthBytes) {
    boolean isDone = shared < most;
    byte[] bytes = new byte[(int) (isDone ? lengthBytes : lengthBytes / 2)];
    source.copyOut(offset, bytes, 0, bytes.length);
    heap.copyIn(offset, bytes, 0, bytes.length);
    shared += isDone ? 1 : 0;
    return isDone;
  }

  /** How many ranges share the storage of another medium. */
  public synchronized int shared() {
    return shared;
  }

  /** What this stores to. */
  public HeapMedium heap() {
    return heap;
  }
}
