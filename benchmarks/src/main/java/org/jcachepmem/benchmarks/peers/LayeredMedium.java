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
package org.jcachepmem.benchmarks.peers;

import java.util.Set;
import org.jcachepmem.allocator.medium.Medium;

/**
 * A medium that leaves out some layers, once a pool has been made on it. Thread safe as the other
 * one is.
 */
final class LayeredMedium extends PassingMedium {
  private boolean fences = true;
  private boolean flushes = true;
  private boolean copies = true;

  LayeredMedium(Medium delegate) {
    super(delegate);
  }

  /** From now on. Before other threads use it: nothing makes them see it later. */
  void leaveOut(Set<Layer> leftOut) {
    fences = !leftOut.contains(Layer.FENCE);
    flushes = !leftOut.contains(Layer.FLUSH);
    copies = !leftOut.contains(Layer.COPY);
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    if (copies) {
      delegate.copyIn(offset, source, sourceIndex, lengthBytes);
    }
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    if (copies && flushes) {
      delegate.copyInAndFlush(offset, source, sourceIndex, lengthBytes);
    } else {
      copyIn(offset, source, sourceIndex, lengthBytes);
      flush(offset, lengthBytes);
    }
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    if (copies) {
      delegate.copyOut(offset, target, targetIndex, lengthBytes);
    }
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    if (flushes) {
      delegate.flush(offset, lengthBytes);
    }
  }

  @Override
  public void fence() {
    if (fences) {
      delegate.fence();
    }
  }
}
