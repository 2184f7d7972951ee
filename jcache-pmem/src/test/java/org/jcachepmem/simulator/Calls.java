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

import javax.cache.CacheException;
import javax.cache.integration.CacheWriterException;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jspecify.annotations.Nullable;

/** Calls of the public API: what their exceptions are about. */
final class Calls {
  private Calls() {}

  /** The operation was refused, as the product may. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final boolean isForLackOfRoom;

    Refused(CacheException cause) {
      super(cause);
      isForLackOfRoom = find(cause, PoolFullException.class) != null;
    }
  }

  /** Runs {@code action}; its exceptions come out as what they are about. */
  static void run(Runnable action) {
    try {
      action.run();
    } catch (MediumFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      Error error = find(e, Error.class);
      if (error != null) {
        throw error;
      }
      MediumFailedException failure = find(e, MediumFailedException.class);
      if (failure != null) {
        throw failure;
      }
      if (find(e, CacheWriterException.class) != null) {
        return; // planted: the effects say what is there now
      }
      if (e instanceof CacheException refusal) {
        throw new Refused(refusal);
      }
      throw new AssertionError("failed: " + e, e);
    }
  }

  private static <T extends Throwable> @Nullable T find(Throwable in, Class<T> type) {
    if (type.isInstance(in)) {
      return type.cast(in);
    }
    T found = in.getCause() == null ? null : find(in.getCause(), type);
    for (Throwable suppressed : in.getSuppressed()) {
      found = found == null ? find(suppressed, type) : found;
    }
    return found;
  }
}
