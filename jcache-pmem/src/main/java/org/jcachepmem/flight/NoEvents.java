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

import org.jcachepmem.allocator.record.RecoveryReport;
import org.jspecify.annotations.Nullable;

/** Tells nobody. */
final class NoEvents implements PoolEvents {

  @Override
  public @Nullable Object begins() {
    return null;
  }

  @Override
  public void ended(@Nullable Object begun, int waiters, long bytes, @Nullable Throwable failure) {}

  @Override
  public void opened(String medium, String durability, boolean persistentMemory, long sizeBytes) {}

  @Override
  public void closed(long usedBytes) {}

  @Override
  public @Nullable Object recoveryBegins() {
    return null;
  }

  @Override
  public void recovered(@Nullable Object begun, RecoveryReport report) {}

  @Override
  public @Nullable Object pressureBegins() {
    return null;
  }

  @Override
  public void pressed(@Nullable Object begun, String cause, long wantedBytes, long evictions) {}

  @Override
  public @Nullable Object clearBegins() {
    return null;
  }

  @Override
  public void cleared(@Nullable Object begun, String cache, String reason) {}

  @Override
  public void refused(String cache, String reason) {}

  @Override
  public void damaged(String cache, String what, long entries) {}

  @Override
  public void undecodable(String cache) {}
}
