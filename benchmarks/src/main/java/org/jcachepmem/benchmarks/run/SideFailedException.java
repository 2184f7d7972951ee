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
package org.jcachepmem.benchmarks.run;

import org.jspecify.annotations.Nullable;

/** A side gave no figures; the message says why. */
final class SideFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean isBroken;

  private SideFailedException(String message, boolean isBroken, @Nullable Throwable cause) {
    super(message, cause);
    this.isBroken = isBroken;
  }

  /** This machine, or this version, has no such thing. */
  static SideFailedException absent(String reason) {
    return new SideFailedException(reason, false, null);
  }

  /** It should have worked. */
  static SideFailedException broken(String reason, @Nullable Throwable cause) {
    return new SideFailedException(reason, true, cause);
  }

  /** Whether it should have worked. */
  boolean isBroken() {
    return isBroken;
  }
}
