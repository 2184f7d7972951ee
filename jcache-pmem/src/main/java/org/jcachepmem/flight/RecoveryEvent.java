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

/** What a pool has was found again as it was opened. */
@Name("org.jcachepmem.Recovery")
@Label("Recovery")
@Description("What a pool has was found again as it was opened")
final class RecoveryEvent extends PoolEvent {
  @Label("Clean")
  @Description("Whether the pool had been closed")
  boolean clean;

  @Label("Entries")
  @Description("Entries that were found")
  long entries;

  @Label("Superseded")
  @Description("Records that lost to a newer version or to a removal")
  long superseded;

  @Label("Unfinished")
  @Description("Records that a crash had cut off, or damage")
  long unfinished;

  @Label("Damaged")
  @Description("Words and records that say what can not be")
  long damaged;

  @Label("Unusable")
  @Description("Parts of the pool that can not be read")
  @DataAmount
  long unusableBytes;
}
