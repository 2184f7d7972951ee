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
package org.jcachepmem.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** Room had to be made by evicting entries, beyond what caches evict by themselves. */
@Name("org.jcachepmem.EvictionPressure")
@Label("Eviction Pressure")
@Description("Room had to be made by evicting entries, beyond what caches evict by themselves")
@Threshold("1 ms")
final class EvictionPressureEvent extends PoolEvent {
  @Label("Cause")
  @Description("What was short")
  @Nullable String cause;

  @Label("Wanted")
  @Description("How much was wanted: heap bytes for index.max-bytes, else pool bytes")
  @DataAmount
  long wantedBytes;

  @Label("Evictions")
  @Description("Entries that were evicted in the pool meanwhile")
  long evictions;
}
