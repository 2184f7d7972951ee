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
package org.jcachepmem.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.cache.CacheException;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions. A pool file is mapped once in this JVM, however many cache managers name it: the
 * first opens it, the last closes it. (The same jar in another class loader is another JVM in this
 * respect: it meets the lock of the file.) Thread safe.
 */
public final class PoolSessions {
  private static final Logger LOG = LoggerFactory.getLogger(PoolSessions.class);
  private static final ConcurrentMap<Path, Mapped> MAPPED = new ConcurrentHashMap<>();

  private PoolSessions() {}

  /**
   * Opens a session, and the pool if nobody in this JVM has it open. A volatile pool is shared with
   * nobody.
   *
   * @throws javax.cache.CacheException if the pool can't be opened, saying what to do
   */
  public static PoolSession open(SessionSettings settings) {
    Path path = settings.pool().path();
    if (path == null || settings.pool().medium().isVolatile()) {
      return Objects.requireNonNull(new Mapped(null).join(settings));
    }
    Path key = canonical(path);
    for (; ; ) {
      PoolSession session = MAPPED.computeIfAbsent(key, Mapped::new).join(settings);
      if (session != null) {
        return session;
      }
    }
  }

  /** One name for one file, whether it exists yet or not. */
  private static Path canonical(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    try {
      return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      LOG.debug("{} has no directory yet", absolute, e);
      return absolute;
    }
  }

  /** A pool that sessions share. */
  private static final class Mapped {
    private final @Nullable Path key;
    private final List<String> holders = new ArrayList<>();
    private @Nullable OpenPool pool;
    private @Nullable SessionSettings opener;
    private @Nullable String replacedBy;

    /** Written under this; read anywhere. */
    private volatile int sessions;

    private boolean left;

    Mapped(@Nullable Path key) {
      this.key = key;
    }

    /** A session of this pool, or null if the last one has just left it. */
    synchronized @Nullable PoolSession join(SessionSettings settings) {
      if (left) {
        return null;
      }
      OpenPool open = pool;
      try {
        if (open == null) {
          open = OpenPool.open(settings);
          pool = open;
          opener = settings;
          replacedBy = settings.pool().overrideIfExists() ? settings.holder() : null;
        } else {
          checkSettings(open, settings);
          if (settings.pool().overrideIfExists()) {
            checkReplacedBefore(settings.holder());
          }
        }
        PoolSession session = session(open, settings);
        sessions++;
        holders.add(settings.holder());
        return session;
      } finally {
        if (sessions == 0) {
          forget();
        }
      }
    }

    private PoolSession session(OpenPool open, SessionSettings settings) {
      Leave leave = new Leaving(settings.holder());
      boolean mayWait = settings.pool().recovery() == RecoveryMode.BLOCKING;
      if (!mayWait && !open.recovered().isDone()) {
        return new RecoveringSession(open, settings.holder(), leave);
      }
      boolean joined = false;
      try {
        SharedPool shared = open.shared();
        joined = true;
        return new SharedPoolSession(shared, open.description(), settings.holder(), leave);
      } finally {
        if (!joined && sessions == 0) {
          open.close();
        }
      }
    }

    /**
     * Refuses to share a pool with whoever relies on more durability than it was opened with, and
     * warns of other settings that don't count.
     */
    private void checkSettings(OpenPool open, SessionSettings settings) {
      SessionSettings first = Objects.requireNonNull(opener);
      List<String> unmet = settings.unmetBy(first);
      boolean isStandIn = key != null && open.description().path() == null;
      if (isStandIn && settings.pool().onLocked() != OnLocked.VOLATILE) {
        unmet.add("another process has it open, and in its place there is a volatile one here");
        throw refused(settings, unmet);
      }
      if (settings.needsMoreThan(first)) {
        throw refused(settings, unmet);
      }
      if (!unmet.isEmpty()) {
        LOG.warn(
            "Pool {} was opened with other settings, which count: for cache manager {} {}",
            key,
            settings.holder(),
            String.join("; ", unmet));
      }
    }

    private CacheException refused(SessionSettings settings, List<String> unmet) {
      return new CacheException(
          "Pool "
              + key
              + " is in use in this JVM by cache manager "
              + String.join(", ", holders)
              + ", and not as cache manager "
              + settings.holder()
              + " needs it: "
              + String.join("; ", unmet)
              + ". Give both the same settings, or another pool.path to one of them");
    }

    /**
     * Refuses to replace a pool in use. Whoever has replaced it already, in another manager of the
     * same configuration, has what it wants and shares it.
     */
    private void checkReplacedBefore(String holder) {
      if (!holder.equals(replacedBy)) {
        throw new CacheException(
            "Pool "
                + key
                + " is in use in this JVM by cache manager "
                + String.join(", ", holders)
                + ": override-if-exists of cache manager "
                + holder
                + " can't replace it. Close that manager first, remove the setting, or use another"
                + " pool.path");
      }
      LOG.warn(
          "Pool {} was replaced when cache manager {} opened it first, and is in use in this JVM:"
              + " override-if-exists replaces nothing now",
          key,
          holder);
    }

    private void leave(String holder, Runnable park) {
      if (leaveLast(holder)) {
        return;
      }
      try {
        park.run(); // while this session keeps the pool open
      } finally {
        leave(holder);
      }
    }

    /** Leaves if the others have; a session that comes after that opens the pool anew. */
    private synchronized boolean leaveLast(String holder) {
      if (sessions > 1) {
        return false;
      }
      leave(holder);
      return true;
    }

    private synchronized void leave(String holder) {
      holders.remove(holder);
      OpenPool open = pool;
      if (--sessions == 0 && open != null) {
        try {
          open.close();
        } finally {
          forget();
        }
      }
    }

    /** How the session of a holder leaves. */
    private final class Leaving implements Leave {
      private final String holder;

      Leaving(String holder) {
        this.holder = holder;
      }

      @Override
      public void leave(Runnable park) {
        Mapped.this.leave(holder, park);
      }

      @Override
      public boolean isLast() {
        return sessions == 1;
      }
    }

    private void forget() {
      left = true;
      pool = null;
      if (key != null) {
        MAPPED.remove(key, this);
      }
    }
  }
}
