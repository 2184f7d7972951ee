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

import org.jcachepmem.allocator.medium.MediumFailedException;

/**
 * An error struck between two changes, such as a heap that was full, and the pool must not be
 * changed on the strength of what is known of it in memory: it accepts no more writes, as if its
 * medium had failed. What was acknowledged is stored.
 */
public final class StoppedException extends MediumFailedException {
  private static final long serialVersionUID = 1L;

  StoppedException(Throwable cause) {
    super(
        "the pool accepts no more writes: "
            + cause
            + " struck while an entry was being changed. What was acknowledged is stored: close the"
            + " pool, or end the process, and open it again",
        cause);
  }
}
