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
package org.jcachepmem.processor;

/** What an entry processor did to its entry, all calls together. */
public enum Change {
  /** It looked at nothing but the key or whether there is a value. */
  NONE,
  /** It read the value. */
  ACCESS,
  /** It read a value that was not there, and the loader gave one. */
  LOAD,
  /** It set a value where there was none. */
  CREATE,
  /** It set a value where there was one. */
  UPDATE,
  /** It removed the entry, or one that was not there. */
  REMOVE
}
