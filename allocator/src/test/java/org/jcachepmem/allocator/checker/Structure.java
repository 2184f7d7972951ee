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
package org.jcachepmem.allocator.checker;

import java.util.EnumSet;
import java.util.Set;

/**
 * What Lincheck checks: operations on a structure, each of which must look as if it happened at
 * once, and an inventory after them.
 *
 * @param name what it is called in the report
 * @param operations a class of Lincheck operations whose inventory tells the {@link Tally}
 * @param specification a class with the same methods for one thread; it may be the same class
 * @param threads threads of a scenario
 * @param actors operations of each of them
 * @param modes the ways in which Lincheck can run it
 */
public record Structure(
    String name,
    Class<?> operations,
    Class<?> specification,
    int threads,
    int actors,
    Set<Mode> modes) {

  /** One that Lincheck can run in each way. */
  public Structure(
      String name, Class<?> operations, Class<?> specification, int threads, int actors) {
    this(name, operations, specification, threads, actors, EnumSet.allOf(Mode.class));
  }

  /** Who decides which thread goes on. */
  public enum Mode {
    /** Lincheck, at every access to shared memory. */
    MODEL,
    /** The operating system. */
    STRESS
  }
}
