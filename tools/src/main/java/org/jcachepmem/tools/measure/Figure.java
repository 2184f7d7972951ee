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
package org.jcachepmem.tools.measure;

/**
 * How long something took.
 *
 * @param what what was done
 * @param bytes bytes that were copied each time, 0 if that is not what counts
 * @param runs how often it was done
 * @param medianNanos half of the runs took at most that long
 * @param p99Nanos 99 of 100 runs took at most that long
 */
public record Figure(String what, long bytes, int runs, double medianNanos, double p99Nanos) {

  /** Bytes a second, by the median. */
  public double bytesPerSecond() {
    return medianNanos == 0 ? 0 : bytes * 1e9 / medianNanos;
  }
}
