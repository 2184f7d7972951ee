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

/** Stored data could not be made durable: the pool takes nothing more until it is opened again. */
@Name("org.jcachepmem.MediumFailure")
@Label("Medium Failure")
@Description(
    "Stored data could not be made durable: the pool takes nothing more until it is opened again")
final class MediumFailureEvent extends PoolEvent {
  @Label("Failure")
  @Description("What the system said")
  @Nullable String failure;
}
