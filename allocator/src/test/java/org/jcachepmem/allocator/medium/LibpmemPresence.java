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

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.concurrent.atomic.AtomicBoolean;

/** Tests of libpmem run where it is installed; elsewhere they say so, and fail where it must be. */
public final class LibpmemPresence {
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private LibpmemPresence() {}

  /** Returns if libpmem can be used; else skips the test aloud, or fails it in CI. */
  public static void require() {
    if (Media.hasLibpmem()) {
      return;
    }
    String message = "libpmem is not tested: " + Media.whyNoLibpmem();
    if ("true".equals(System.getenv("CI")) || Boolean.getBoolean("jcachepmem.require.libpmem")) {
      fail(message);
    }
    if (SAID.compareAndSet(false, true)) {
      System.out.println(message);
    }
    abort(message);
  }
}
