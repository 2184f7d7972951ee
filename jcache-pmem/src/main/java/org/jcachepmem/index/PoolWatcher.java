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

/** Wants to know of the pools that this JVM has open. */
@FunctionalInterface
public interface PoolWatcher {

  /** Watches nothing. */
  PoolWatcher NONE = pool -> () -> {};

  /**
   * A pool was opened; it may still be recovering. Must not throw.
   *
   * @return what is run once, before the pool is closed; must not throw
   */
  Runnable opened(PoolView pool);
}
