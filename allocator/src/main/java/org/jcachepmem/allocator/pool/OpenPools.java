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
package org.jcachepmem.allocator.pool;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pools that are open in this JVM, under whichever class loader: system properties are what all
 * class loaders share. A property may be lost, when somebody sets all of them anew.
 *
 * <p>Thread safe.
 */
final class OpenPools {
  private static final String PROPERTY_PREFIX = "org.jcachepmem.pool.open.";

  private OpenPools() {}

  /**
   * Says that the pool at {@code path} is open, until the entry is closed.
   *
   * @param name what tells it from others
   * @throws PoolLockedException if one of that name is
   */
  static Entry enter(Path path, String name) {
    String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Object holder = System.getProperties().putIfAbsent(PROPERTY_PREFIX + name, since);
    if (holder != null) {
      throw locked(path, holder.toString(), null);
    }
    return new Entry(PROPERTY_PREFIX + name, since);
  }

  static PoolLockedException locked(Path path, String since, @Nullable Throwable cause) {
    return new PoolLockedException(
        path,
        true,
        "it open in this JVM (pid "
            + ProcessHandle.current().pid()
            + ") since "
            + since
            + ", by another manager or under another class loader",
        "Share one manager, load the jar in one class loader, or use another pool.path",
        cause);
  }

  /** A pool that is open. */
  static final class Entry implements AutoCloseable {
    private final String property;
    private final String since;
    private boolean closed;

    private Entry(String property, String since) {
      this.property = property;
      this.since = since;
    }

    /** When it was entered, to the second. */
    String since() {
      return since;
    }

    /** Takes it out, once: afterwards the property is another's. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        System.getProperties().remove(property, since);
      }
    }
  }
}
