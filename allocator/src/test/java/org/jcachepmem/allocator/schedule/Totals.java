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
package org.jcachepmem.allocator.schedule;

/** What runs have done so far. */
public final class Totals {
  /** Runs. */
  public long runs;

  /** Operations of all runs. */
  public long operations;

  /** Points at which a thread could be interrupted. */
  public long steps;

  /** How often another thread went on. */
  public long switches;

  /** Moments at which a crash was tried. */
  public long points;

  /** Images recovered and checked. */
  public long images;

  /** Crash points of which not every image was made. */
  public long capped;

  /** Puts that were refused for lack of room. */
  public long refused;

  /** How often the store asked for room: by an eviction or a move. */
  public long reliefs;

  /** Lives in which the medium failed. */
  public long failures;

  /** Runs that ended as they must not. */
  public long violations;
}
