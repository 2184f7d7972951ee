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
package org.jcachepmem.allocator.schedule;

/** Where a thread may be interrupted by another one. */
public enum Step {
  /** A load from the medium. */
  LOAD,
  /** A store to the medium. */
  STORE,
  /** A flush of the medium. */
  FLUSH,
  /** Before a fence of the medium. */
  FENCE,
  /** After a fence of the medium. */
  FENCED,
  /** Before a lock is taken, or tried. */
  LOCK,
  /** After a lock was given back. */
  UNLOCK,
  /** Between two actions of the test. */
  TEST
}
