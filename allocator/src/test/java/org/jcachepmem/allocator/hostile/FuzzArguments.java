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
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a run of the fuzzer.
 *
 * @param seconds how long to run; also the first argument, bare
 * @param seed of the fuzzer's own choices
 * @param work where inputs and findings go
 * @param keep a directory to be printed instead, or null
 */
public record FuzzArguments(long seconds, long seed, String work, @Nullable Path keep) {

  /** Reads {@code --name value} pairs. */
  public static FuzzArguments of(String[] arguments, String defaultWork) {
    long seconds = 30;
    long seed = 1;
    String work = defaultWork;
    Path keep = null;
    for (int i = 0; i < arguments.length; i++) {
      if (!arguments[i].startsWith("--")) {
        seconds = Long.parseLong(arguments[i]);
        continue;
      }
      String value = arguments[i + 1];
      switch (arguments[i++]) {
        case "--seconds" -> seconds = Long.parseLong(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--work" -> work = value;
        case "--keep" -> keep = Path.of(value);
        case "--threads" -> {
          if (!value.equals("1")) {
            System.out.println("one thread is all that it uses, not " + value);
          }
        }
        default -> throw new IllegalArgumentException("unknown argument " + arguments[i - 1]);
      }
    }
    return new FuzzArguments(seconds, seed, work, keep);
  }
}
