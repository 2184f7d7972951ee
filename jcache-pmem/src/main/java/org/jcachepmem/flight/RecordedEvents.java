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

import java.util.function.Supplier;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flight Recorder. Before the first recording of a JVM nothing is made at all: the first
 * event brings the recorder up, which would take a tenth of a second of each start. Later, while an
 * event is not recorded, an object is made and dropped: for a commit, an eviction under pressure, a
 * clear; for nothing that happens more often.
 */
final class RecordedEvents implements PoolEvents {
  private final String pool;

  RecordedEvents(String pool) {
    this.pool = pool;
  }

  /** No event may be made, nor its class be initialized, while this is false. */
  private static boolean isRecorderUp() {
    return FlightRecorder.isInitialized();
  }

  private static @Nullable Object begun(Supplier<Event> kind) {
    if (!isRecorderUp()) {
      return null;
    }
    Event event = kind.get();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  @Override
  public @Nullable Object begins() {
    return begun(CommitEvent::new);
  }

  @Override
  public void ended(@Nullable Object begun, int waiters, long bytes, @Nullable Throwable failure) {
    if (begun instanceof CommitEvent event) {
      event.end();
      if (event.shouldCommit()) {
        event.pool = pool;
        event.waiters = waiters;
        event.bytes = bytes;
        event.commit();
      }
    }
    if (failure != null && isRecorderUp()) {
      MediumFailureEvent event = new MediumFailureEvent();
      if (event.shouldCommit()) {
        event.pool = pool;
        event.failure = String.valueOf(failure);
        event.commit();
      }
    }
  }

  @Override
  public void opened(String medium, String durability, boolean persistentMemory, long sizeBytes) {
    if (!isRecorderUp()) {
      return;
    }
    PoolOpenedEvent event = new PoolOpenedEvent();
    if (event.shouldCommit()) {
      event.pool = pool;
      event.medium = medium;
      event.durability = durability;
      event.persistentMemory = persistentMemory;
      event.sizeBytes = sizeBytes;
      event.commit();
    }
  }

  @Override
  public void closed(long usedBytes) {
    if (!isRecorderUp()) {
      return;
    }
    PoolClosedEvent event = new PoolClosedEvent();
    if (event.shouldCommit()) {
      event.pool = pool;
      event.usedBytes = usedBytes;
      event.commit();
    }
  }

  @Override
  public @Nullable Object recoveryBegins() {
    return begun(RecoveryEvent::new);
  }

  @Override
  public void recovered(@Nullable Object begun, RecoveryReport report) {
    if (begun instanceof RecoveryEvent event) {
      event.end();
      if (event.shouldCommit()) {
        event.pool = pool;
        event.clean = report.clean();
        event.entries = report.entries();
        event.superseded = report.superseded();
        event.unfinished = report.unfinished();
        event.damaged = report.damaged();
        event.unusableBytes = report.unusableBytes();
        event.commit();
      }
    }
  }

  @Override
  public @Nullable Object pressureBegins() {
    return begun(EvictionPressureEvent::new);
  }

  @Override
  public void pressed(@Nullable Object begun, String cause, long wantedBytes, long evictions) {
    if (begun instanceof EvictionPressureEvent event) {
      event.end();
      if (event.shouldCommit()) {
        event.pool = pool;
        event.cause = cause;
        event.wantedBytes = wantedBytes;
        event.evictions = evictions;
        event.commit();
      }
    }
  }

  @Override
  public @Nullable Object clearBegins() {
    return begun(ClearEvent::new);
  }

  @Override
  public void cleared(@Nullable Object begun, String cache, String reason) {
    if (begun instanceof ClearEvent event) {
      event.end();
      if (event.shouldCommit()) {
        event.pool = pool;
        event.cache = cache;
        event.reason = reason;
        event.commit();
      }
    }
  }

  @Override
  public void refused(String cache, String reason) {
    if (!isRecorderUp()) {
      return;
    }
    RefusedPutEvent event = new RefusedPutEvent();
    if (event.shouldCommit()) {
      event.pool = pool;
      event.cache = cache;
      event.reason = reason;
      event.commit();
    }
  }

  @Override
  public void damaged(String cache, String what, long entries) {
    if (!isRecorderUp()) {
      return;
    }
    DamageEvent event = new DamageEvent();
    if (event.shouldCommit()) {
      event.pool = pool;
      event.cache = cache;
      event.what = what;
      event.entries = entries;
      event.commit();
    }
  }

  @Override
  public void undecodable(String cache) {
    if (!isRecorderUp()) {
      return;
    }
    DecodeFailureEvent event = new DecodeFailureEvent();
    if (event.shouldCommit()) {
      event.pool = pool;
      event.cache = cache;
      event.commit();
    }
  }
}
