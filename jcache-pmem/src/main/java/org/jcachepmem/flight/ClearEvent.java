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

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A cache was cleared. */
@Name("org.jcachepmem.Clear")
@Label("Clear")
@Description("A cache was cleared")
final class ClearEvent extends PoolEvent {
  @Label("Cache")
  @Description("The name of the cache")
  @Nullable String cache;

  @Label("Reason")
  @Description("Who wanted it, and why")
  @Nullable String reason;
}
