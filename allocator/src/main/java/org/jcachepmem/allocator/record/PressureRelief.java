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
package org.jcachepmem.allocator.record;

/**
 * Makes room when the pool is full: what the index can do and the record store can't, because it
 * doesn't know what keys mean. Called by a thread that holds no stripe.
 */
public interface PressureRelief {

  /**
   * Evicts entries that weigh about {@code bytes} together, retiring each. False if nothing can go.
   */
  boolean evict(long bytes);

  /**
   * Moves the entry whose slot is at {@code offset} elsewhere by {@link RecordStore#relocate}, or
   * evicts it if that can't be done and it isn't pinned.
   *
   * @param key the entry's key bytes
   * @return whether the slot is being given back; false too if the entry is not known
   */
  boolean vacate(int cacheId, byte[] key, long offset);
}
