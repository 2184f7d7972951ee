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

import org.jetbrains.kotlinx.lincheck.CTestStructure;
import org.jetbrains.kotlinx.lincheck.execution.RandomExecutionGenerator;
import org.jetbrains.lincheck.datastructures.CTestConfiguration;
import org.jetbrains.lincheck.datastructures.RandomProvider;

/**
 * Lincheck's random scenarios from a given one on. Its seed is fixed, so that each run would begin
 * with the same ones.
 */
public final class LaterScenarios extends RandomExecutionGenerator {

  /** How many to leave out. Lincheck makes the generator itself, so that it can't be told. */
  static volatile int first;

  public LaterScenarios(
      CTestConfiguration configuration, CTestStructure structure, RandomProvider random) {
    super(configuration, structure, random);
    for (int i = 0; i < first; i++) {
      nextExecution();
    }
  }
}
