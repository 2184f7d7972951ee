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
package org.jcachepmem.benchmarks.probes;

import java.util.concurrent.atomic.LongAdder;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.benchmarks.peers.PassingMedium;

/** A medium that counts the cache lines that are flushed. Thread safe as the other one is. */
final class LineCounter extends PassingMedium {
  private static final int LINE_BYTES = 64;

  private final LongAdder lines = new LongAdder();

  LineCounter(Medium delegate) {
    super(delegate);
  }

  /** Lines flushed so far; one that is flushed twice counts twice. */
  long lines() {
    return lines.sum();
  }

  private void count(long offset, long lengthBytes) {
    if (lengthBytes > 0) {
      lines.add((offset + lengthBytes - 1) / LINE_BYTES - offset / LINE_BYTES + 1);
    }
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    count(offset, lengthBytes);
    delegate.copyInAndFlush(offset, source, sourceIndex, lengthBytes);
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    count(offset, lengthBytes);
    delegate.flush(offset, lengthBytes);
  }
}
