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
package org.jcachepmem.allocator.hostile;

import java.nio.file.Path;

/**
 * Fuzzes pool files for a while.
 *
 * <pre>
 *   Fuzz --seconds 30 [--seed 1] [--work target/fuzz-pool] [--threads 1]
 * </pre>
 *
 * Findings and new inputs are left in the work directory; {@code Fuzz --keep directory} prints a
 * directory of inputs as lines for {@code kept-inputs.txt}.
 */
public final class Fuzz {
  private static final String PACKAGE = Fuzz.class.getPackageName();
  private static final String ALLOCATOR = PACKAGE.substring(0, PACKAGE.lastIndexOf('.'));

  private Fuzz() {}

  /** See the class. Exits with 0 if nothing was found. */
  public static void main(String[] arguments) {
    FuzzArguments options = FuzzArguments.of(arguments, "target/fuzz-pool");
    if (options.keep() != null) {
      System.out.print(KeptInputs.lines(options.keep()));
      return;
    }
    JazzerProcess jazzer =
        new JazzerProcess(
            PoolTarget.class.getName(),
            String.join(
                ":",
                ALLOCATOR + ".record.**",
                ALLOCATOR + ".space.**",
                ALLOCATOR + ".pool.**",
                ALLOCATOR + ".layout.**",
                ALLOCATOR + ".medium.**",
                EditScript.class.getName()),
            Path.of(options.work()));
    jazzer.run(KeptInputs.of(Fuzz.class, "kept-inputs.txt"), options.seconds(), options.seed());
    System.exit(jazzer.report("hostile pool files", options.seconds()));
  }
}
