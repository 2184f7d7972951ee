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

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jspecify.annotations.Nullable;

/**
 * A machine on which recovery in the background is held up where a test wants it, and on which
 * files stay as sparse as they are. Thread safe.
 */
public final class GatedPools extends PoolHost {
  private static final int ENOUGH = 1 << 30;

  private final Semaphore ranges;
  private volatile @Nullable IOException failure;

  /** A machine that lets recovery copy so many ranges, then holds it. */
  public GatedPools(int passes) {
    ranges = new Semaphore(passes);
  }

  /** A machine that holds nothing. */
  public static GatedPools open() {
    return new GatedPools(ENOUGH);
  }

  /** Storage can't be had: with this failure. */
  public GatedPools failing(IOException with) {
    failure = with;
    return this;
  }

  /** As {@link PoolFile#open(PoolOptions, Consumer)}. */
  public PoolFile open(PoolOptions options, Consumer<Medium> format) {
    return PoolFile.open(options, format, this);
  }

  /** Lets recovery copy so many more ranges. */
  public void pass(int passes) {
    ranges.release(passes);
  }

  /** Lets recovery go on to its end. */
  public void passAll() {
    ranges.release(ENOUGH / 2);
  }

  /** Whether recovery waits to go on. */
  public boolean isHeld() {
    return ranges.hasQueuedThreads();
  }

  @Override
  void allocate(Path path, long sizeBytes) throws IOException {
    IOException planted = failure;
    if (planted != null) {
      throw planted;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      if (file.length() < sizeBytes) {
        file.setLength(sizeBytes);
      }
    }
  }

  @Override
  Medium map(Path path, MediumChoice choice) throws IOException {
    return new WrappedMedium(super.map(path, choice)) {
      @Override
      protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
        if (isRead && Thread.currentThread().getName().startsWith("jcache-pmem-recovery")) {
          ranges.acquireUninterruptibly();
        }
      }
    };
  }
}
