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

/** Runs simulations for a while: {@code java ... Simulator --seconds 60 --seed 1 --threads 2}. */
public final class Simulator {
  private Simulator() {}

  public static void main(String[] args) {
    long seconds = Long.parseLong(args[0]);
    CrashModel only = args.length > 2 ? CrashModel.valueOf(args[2]) : null;
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    Tally[] tallies = new Tally[CrashModel.values().length];
    for (long seed = Long.parseLong(args[1]); System.nanoTime() < deadline; seed++) {
      for (CrashModel model : CrashModel.values()) {
        if (only != null && model != only) {
          continue;
        }
        if (tallies[model.ordinal()] == null) {
          tallies[model.ordinal()] = new Tally();
        }
        tallies[model.ordinal()].add(
            new Simulation(
                    Settings.of(model, seed),
                    new Explorer.Effort(48, model == CrashModel.EADR ? 64 : 1024))
                .run());
      }
    }
    for (CrashModel model : CrashModel.values()) {
      Tally t = tallies[model.ordinal()];
      if (t != null) {
        System.out.printf(
            "%s ops %d points %d images %d deep %d capped %d, %.0f images/s%n",
            model,
            t.operations,
            t.points,
            t.images,
            t.deepImages,
            t.capped,
            t.images * 1e9 / t.nanos);
      }
    }
  }
}
