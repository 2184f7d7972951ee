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
package org.jcachepmem.simulator;

import java.util.concurrent.TimeUnit;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jcachepmem.allocator.simulator.Content;
import org.jspecify.annotations.Nullable;

/** An expiry policy in seconds, and what comes of it. */
final class Lifetime implements ExpiryPolicy {
  static final int FOREVER = -2;

  /** An access or update that changes nothing. */
  static final int UNCHANGED = -1;

  private final int creation;
  private final int access;
  private final int update;

  /** Whether the next answers are: at once. */
  boolean isOver;

  Lifetime(int creation, int access, int update) {
    this.creation = creation;
    this.access = access;
    this.update = update;
  }

  @Override
  public @Nullable Duration getExpiryForCreation() {
    return duration(creation);
  }

  @Override
  public @Nullable Duration getExpiryForAccess() {
    return duration(access);
  }

  @Override
  public @Nullable Duration getExpiryForUpdate() {
    return duration(update);
  }

  private @Nullable Duration duration(int seconds) {
    if (isOver) {
      return Duration.ZERO;
    }
    return switch (seconds) {
      case FOREVER -> Duration.ETERNAL;
      case UNCHANGED -> null;
      default -> new Duration(TimeUnit.SECONDS, seconds);
    };
  }

  /** When an entry expires that is created at {@code now}, as the medium keeps it. */
  int created(int now) {
    return after(creation, now, Content.ETERNAL);
  }

  int accessed(int now, int current) {
    return after(access, now, current);
  }

  int updated(int now, int current) {
    return after(update, now, current);
  }

  private int after(int seconds, int now, int otherwise) {
    if (isOver) {
      return now;
    }
    return switch (seconds) {
      case FOREVER -> Content.ETERNAL;
      case UNCHANGED -> otherwise;
      default -> now + seconds;
    };
  }
}
