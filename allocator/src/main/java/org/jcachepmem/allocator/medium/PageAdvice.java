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

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the system is told of how a file's mapping is used. Where it does not want to know, nothing
 * changes but how long things take.
 *
 * <p>A pool is read and written at random places. A system that is not told so reads more than it
 * was asked for, and keeps that in its page cache in pieces of up to some MiB, of which it notes
 * only as a whole that they were stored to: each commit of a page would write such a piece.
 */
final class PageAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(PageAdvice.class);

  /** For mappings that no page cache is behind. */
  static final PageAdvice NONE = new PageAdvice(null);

  private final Libc.@Nullable Functions libc;

  PageAdvice(Libc.@Nullable Functions libc) {
    this.libc = libc;
  }

  /** All of {@code mapping} will be read at random places: nothing is read but what is touched. */
  void random(Mapping<?> mapping) {
    for (long at = 0; at < mapping.sizeBytes(); ) {
      long length = mapping.piece(at, mapping.sizeBytes() - at);
      advise(mapping.address(at), length, Libc.MADV_RANDOM);
      at += length;
    }
  }

  /**
   * A range of {@code mapping} will be read soon: the system begins to read what it has not got.
   * Returns how many calls that took.
   */
  int soon(Mapping<?> mapping, long offset, long lengthBytes) {
    if (libc == null) {
      return 0;
    }
    int calls = 0;
    for (long at = offset & -Pages.BYTES; at < offset + lengthBytes; calls++) {
      long length = mapping.piece(at, offset + lengthBytes - at);
      advise(mapping.address(at), length, Libc.MADV_WILLNEED);
      at += length;
    }
    return calls;
  }

  private void advise(long address, long lengthBytes, int advice) {
    if (libc != null && libc.madvise(address, lengthBytes, advice) != 0) {
      LOG.debug("the system takes no advice {} for a mapping", advice);
    }
  }
}
