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

import java.util.List;

/**
 * What a run is told on its command line.
 *
 * @param seconds how long
 * @param seed the first seed
 * @param once whether to run that seed only
 */
public record RunArguments(long seconds, long seed, boolean once) {
  private static final long SECONDS = 60;
  private static final long SEED = 1;

  /** Reads {@code [--seconds] N}, {@code --seed N} and {@code --replay SEED}. */
  public static RunArguments of(String... args) {
    List<String> all = List.of(args);
    String first = all.isEmpty() || all.get(0).startsWith("--") ? "" + SECONDS : all.get(0);
    long replay = number(all, "--replay", "" + Long.MIN_VALUE);
    boolean once = replay != Long.MIN_VALUE;
    return new RunArguments(
        number(all, "--seconds", first), once ? replay : number(all, "--seed", "" + SEED), once);
  }

  private static long number(List<String> args, String name, String otherwise) {
    int at = args.indexOf(name);
    if (at == args.size() - 1 && at >= 0) {
      throw new IllegalArgumentException(name + " wants a number");
    }
    return Long.parseLong(at < 0 ? otherwise : args.get(at + 1));
  }
}
