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
package org.jcachepmem.benchmarks.tables;

import java.util.HashMap;
import java.util.Map;

/** What the sides of a table gave in one round. Used by one thread. */
public final class Round {
  private final Map<String, Map<String, Double>> figures = new HashMap<>();
  private final Map<String, String> missing = new HashMap<>();

  /** Takes the figures of a side. */
  public void add(String side, Map<String, Double> given) {
    figures.put(side, Map.copyOf(given));
  }

  /** Takes that a side gave none, and why. */
  public void miss(String side, String reason) {
    missing.put(side, reason);
  }

  /**
   * A figure of a side.
   *
   * @throws MissingFigureException if the side did not give it, saying why
   */
  public double of(String side, String figure) {
    Double value = figures.getOrDefault(side, Map.of()).get(figure);
    if (value == null) {
      throw new MissingFigureException(
          missing.getOrDefault(side, side + " did not give \"" + figure + "\""));
    }
    return value;
  }

  /** Operations in a second, of a JMH side. */
  public double ops(String side) {
    return of(side, Side.OPS);
  }

  /** How many times as fast one JMH side is as another. */
  public double ratio(String side, String other) {
    return ops(side) / ops(other);
  }
}
