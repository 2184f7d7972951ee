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
package org.jcachepmem.codec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.hostile.FuzzArguments;
import org.jcachepmem.allocator.hostile.JazzerProcess;
import org.jcachepmem.allocator.hostile.KeptInputs;

/**
 * Fuzzes the decoding of stored keys and values for a while.
 *
 * <pre>
 *   DecodeFuzz --seconds 30 [--seed 1] [--work target/fuzz-decode] [--threads 1]
 * </pre>
 *
 * Findings and new inputs are left in the work directory; {@code DecodeFuzz --keep directory}
 * prints a directory of inputs as lines for {@code kept-decode-inputs.txt}.
 */
public final class DecodeFuzz {

  private DecodeFuzz() {}

  /** See the class. Exits with 0 if nothing was found. */
  public static void main(String[] arguments) {
    FuzzArguments options = FuzzArguments.of(arguments, "target/fuzz-decode");
    if (options.keep() != null) {
      System.out.print(KeptInputs.lines(options.keep()));
      return;
    }
    String codecs = DecodeFuzz.class.getPackageName();
    List<byte[]> kept = new ArrayList<>(HostileBytes.samples());
    kept.addAll(KeptInputs.of(DecodeFuzz.class, "kept-decode-inputs.txt"));
    JazzerProcess jazzer =
        new JazzerProcess(
            DecodeTarget.class.getName(),
            codecs + ".**:org.jcachepmem.key.**",
            Path.of(options.work()));
    jazzer.run(kept, options.seconds(), options.seed());
    System.exit(jazzer.report("hostile keys and values", options.seconds()));
  }
}
