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
package org.jcachepmem.expiry;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.jcachepmem.allocator.record.EntryRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that asks an {@link ExpiryPolicy}, and turns its durations into wall-clock
 * milliseconds.
 *
 * <p>A policy that throws, or returns null for a creation, gives eternal entries; one that throws
 * for an access or update leaves the expiry as it is, as the specification's null does. The first
 * exception is logged, the rest would flood the log. Thread safe as the policy is.
 */
public final class ExpiryRules implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ExpiryRules.class);

  private final String cacheName;
  private final ExpiryPolicy policy;
  private final boolean mayCountAccesses;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** The rules of one cache. */
  public ExpiryRules(String cacheName, ExpiryPolicy policy) {
    this.cacheName = cacheName;
    this.policy = policy;
    this.mayCountAccesses =
        !(policy instanceof EternalExpiryPolicy
            || policy instanceof CreatedExpiryPolicy
            || policy instanceof ModifiedExpiryPolicy);
  }

  /**
   * Whether new entries never expire, and neither accesses nor updates change when one does: then
   * accesses need not be told, and the time that a change is told with does not matter.
   */
  public boolean isEternal() {
    return policy instanceof EternalExpiryPolicy;
  }

  /** Whether {@link #forAccess} may change when an entry expires: unless the policy never does. */
  public boolean mayCountAccesses() {
    return mayCountAccesses;
  }

  /**
   * When an entry created at {@code nowMillis} expires. At or before now: it is not to be stored.
   */
  public long forCreation(long nowMillis) {
    return after(ask(policy::getExpiryForCreation), nowMillis, EntryRef.ETERNAL);
  }

  /** When an entry read at {@code nowMillis} expires, given when it would have. */
  public long forAccess(long nowMillis, long currentMillis) {
    return mayCountAccesses
        ? after(ask(policy::getExpiryForAccess), nowMillis, currentMillis)
        : currentMillis;
  }

  /** When an entry updated at {@code nowMillis} expires, given when it would have. */
  public long forUpdate(long nowMillis, long currentMillis) {
    return after(ask(policy::getExpiryForUpdate), nowMillis, currentMillis);
  }

  private @Nullable Duration ask(Supplier<@Nullable Duration> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn(
            "The expiry policy {} of cache \"{}\" failed: expiry times of the entries it was asked for"
                + " do not change, new entries are eternal. Further failures are not logged.",
            policy,
            cacheName,
            e);
      }
      return null;
    }
  }

  private static long after(@Nullable Duration duration, long nowMillis, long otherwise) {
    if (duration == null) {
      return otherwise;
    }
    if (duration.isEternal()) {
      return EntryRef.ETERNAL;
    }
    long millis = duration.getTimeUnit().toMillis(duration.getDurationAmount());
    if (millis == 0 && !duration.isZero()) {
      millis = 1; // microseconds and less are short, not immediate
    }
    long sum = nowMillis + millis;
    return sum < nowMillis ? EntryRef.ETERNAL : sum;
  }

  /** Closes the policy if it can be closed. */
  @Override
  public void close() throws IOException {
    if (policy instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
