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
 * Where the windows of a mapped file are: one consistent view, replaced when the medium grows.
 *
 * <p>Whoever uses an address keeps this object reachable until it is done with it: the memory is
 * unmapped some time after the last view of it became unreachable, so that a reader in mid-copy
 * never meets unmapped memory.
 *
 * @param <O> what keeps the memory mapped
 */
final class Mapping<O> {
  private final long[] bases;
  private final int windowShift;
  private final long windowMask;
  private final long sizeBytes;
  private final O owner;

  Mapping(long[] bases, int windowShift, long sizeBytes, O owner) {
    this.bases = bases;
    this.windowShift = windowShift;
    this.windowMask = (1L << windowShift) - 1;
    this.sizeBytes = sizeBytes;
    this.owner = owner;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  O owner() {
    return owner;
  }

  int window(long offset) {
    return (int) (offset >>> windowShift);
  }

  long within(long offset) {
    return offset & windowMask;
  }

  long address(long offset) {
    return bases[window(offset)] + within(offset);
  }

  /** How many of the {@code wanted} bytes at {@code offset} lie in its window. */
  long piece(long offset, long wanted) {
    return Math.min(wanted, windowMask + 1 - within(offset));
  }
}
