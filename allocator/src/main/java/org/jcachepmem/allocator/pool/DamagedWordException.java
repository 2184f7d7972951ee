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
package org.jcachepmem.allocator.pool;

/** A sealed word that does not match its check, or that the medium can't read. */
public final class DamagedWordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String ADVICE =
      ": restore the pool file from a copy, or remove it to start anew";

  DamagedWordException(long offset, long word) {
    super(
        "the word at offset " + offset + " is damaged (0x" + Long.toHexString(word) + ")" + ADVICE);
  }

  DamagedWordException(long offset, Throwable unreadable) {
    super(
        "the word at offset "
            + offset
            + " can't be read ("
            + unreadable.getMessage()
            + ")"
            + ADVICE,
        unreadable);
  }

  /** Whether the medium could not read the word at all. */
  public boolean isUnreadable() {
    return getCause() != null;
  }
}
