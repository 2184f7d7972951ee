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
package org.jcachepmem.benchmarks.workloads;

import java.util.Random;

/**
 * A few values of one size that do not compress. A power of two of them, so that the next costs
 * nothing to find. Thread safe; nobody changes the arrays.
 */
public final class Values {
  private static final long SEED = 42;
  private static final int MAX_COUNT = 16;
  private static final int MAX_BYTES = 4 << 20;

  private final byte[][] values;

  /** Values of so many bytes: 16, or fewer of large ones. */
  public Values(int lengthBytes) {
    int count = Integer.highestOneBit(Math.max(1, Math.min(MAX_COUNT, MAX_BYTES / lengthBytes)));
    values = new byte[count][lengthBytes];
    Random random = new Random(SEED);
    for (byte[] value : values) {
      random.nextBytes(value);
    }
  }

  /** The value of a number. */
  public byte[] of(long number) {
    return values[(int) number & values.length - 1];
  }
}
