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

import java.util.List;

/** The tables that say whether the project is as fast as it means to be. */
public final class IssueTables {

  private IssueTables() {}

  /** All of them, in the order of what a reader asks first. */
  public static List<Table> of(Scale scale) {
    return List.of(
        SpeedTables.get(scale),
        SpeedTables.put(scale),
        SpeedTables.copy(scale),
        SpeedTables.threads(scale),
        TimeTables.waiters(scale),
        RestartTable.of(scale),
        CostTables.footprint(scale),
        CostTables.allocation(scale),
        CostTables.density(scale),
        CostTables.hitRatio(scale),
        TimeTables.latency(scale),
        CostTables.calls(scale));
  }
}
