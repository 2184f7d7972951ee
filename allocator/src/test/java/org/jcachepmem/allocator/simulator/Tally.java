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
package org.jcachepmem.allocator.simulator;

/** Counts of what was done under one model. Not thread safe: each thread has its own. */
public final class Tally {
  public long operations;
  public long points;
  public long images;
  public long deepImages;
  public long capped;

  /** Images whose bytes, as far as a second scan reads them, it had read already. */
  public long known;

  /** Processor time in all. */
  public long nanos;

  /** Of it, that in which images were made, recovered and checked. */
  public long imageNanos;

  /** Counts an operation. */
  public void operation() {
    operations++;
  }

  void point() {
    points++;
  }

  void image() {
    images++;
  }

  void capped() {
    capped++;
  }

  /** The images of a deeper level, and what else it counted. */
  void addDeeper(Tally deeper) {
    images += deeper.images;
    deepImages += deeper.images;
    points += deeper.points;
    capped += deeper.capped;
    known += deeper.known;
    imageNanos += deeper.imageNanos;
  }

  void reset() {
    operations = 0;
    points = 0;
    images = 0;
    deepImages = 0;
    capped = 0;
    known = 0;
    nanos = 0;
    imageNanos = 0;
  }

  /** Adds what another one counted. */
  public void add(Tally other) {
    operations += other.operations;
    points += other.points;
    images += other.images;
    deepImages += other.deepImages;
    capped += other.capped;
    known += other.known;
    nanos += other.nanos;
    imageNanos += other.imageNanos;
  }
}
