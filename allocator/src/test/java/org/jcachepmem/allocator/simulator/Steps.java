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
package org.jcachepmem.allocator.simulator;

/**
 * What may happen between the steps of a process on a {@link SimulatedMedium}: a crash is looked
 * at, a step fails, the process dies. Each is called before the step takes effect, and may throw:
 * then the step never happens.
 */
public interface Steps {
  /** Nothing happens. */
  Steps NONE = new Steps() {};

  /** Before a store; of a copy, before the part in each unit. */
  default void beforeStore() {}

  /** Before a flush. */
  default void beforeFlush() {}

  /** Before a fence. */
  default void beforeFence() {}
}
