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
package org.jcachepmem.survival;

/** What a life is at; the journal says so, for those who want to kill it there. */
enum Phase {
  STARTING,
  /** The pool is being created, or recovered, and the caches attached. */
  OPENING,
  /** All entries are being read. */
  READING,
  WRITING,
  /** A call of the system of record is under way, and slow. */
  CALLING,
  CLEARING,
  CREATING,
  DESTROYING,
  /** The manager, and the pool with it, is being closed. */
  CLOSING
}
