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
import org.jspecify.annotations.Nullable;

/** A pool is recovered and may be used. */
@Name("org.jcachepmem.PoolOpened")
@Label("Pool Opened")
@Description("A pool is recovered and may be used")
final class PoolOpenedEvent extends PoolEvent {
  @Label("Medium")
  @Description("How the pool is reached and made durable")
  @Nullable String medium;

  @Label("Durability")
  @Description("sync, async, on-close or volatile")
  @Nullable String durability;

  @Label("Persistent Memory")
  @Description("Whether cache lines are written back, and not pages")
  boolean persistentMemory;

  @Label("Size")
  @Description("Size of the pool")
  @DataAmount
  long sizeBytes;
}
