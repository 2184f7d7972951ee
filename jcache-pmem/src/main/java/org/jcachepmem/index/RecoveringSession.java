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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jcachepmem.key.KeyIdentities;

/**
 * A session on a pool that is being recovered in the background. Attaching a cache returns at once;
 * what can't be answered before recovery has ended waits for it. Thread safe.
 */
final class RecoveringSession implements PoolSession {
  private final OpenPool pool;
  private final String holder;
  private final Leave leave;
  private final CompletableFuture<SharedPoolSession> session;
  private final List<RecoveringEntries> stores = new ArrayList<>();
  private boolean closed;

  RecoveringSession(OpenPool pool, String holder, Leave leave) {
    this.pool = pool;
    this.holder = holder;
    this.leave = leave;
    this.session =
        pool.recovered()
            .thenApply(shared -> new SharedPoolSession(shared, pool.description(), holder, leave));
  }

  @Override
  public EntryStore attach(StoredCache cache, KeyIdentities<?> keys) {
    Compatibility.checkNames(cache);
    synchronized (this) {
      checkOpen();
      if (session.isDone()) {
        return recovered().attach(cache, keys);
      }
      RecoveringEntries store =
          new RecoveringEntries(
              pool.early(),
              pool.onMiss(),
              cache,
              keys,
              session.thenApply(open -> open.attach(cache, keys)));
      stores.add(store);
      return store;
    }
  }

  @Override
  public synchronized void detach(EntryStore store) {
    if (!(store instanceof RecoveringEntries recovering)) {
      recovered().detach(store);
    } else if (stores.remove(recovering)) {
      recovering.awaitedIfAny().ifPresent(attached -> recovered().detach(attached));
    }
  }

  private SharedPoolSession recovered() {
    pool.shared(); // or its failure
    return session.join();
  }

  @Override
  public synchronized boolean destroy(String namespace, String name) {
    stores.forEach(RecoveringEntries::awaitedIfAny);
    return recovered().destroy(namespace, name);
  }

  @Override
  public void lose(String namespace, String name, Runnable loss) {
    recovered().lose(namespace, name, loss);
  }

  @Override
  public List<String> storedNames(String namespace) {
    return recovered().storedNames(namespace);
  }

  @Override
  public PoolFigures figures() {
    boolean isRecovered = session.isDone() && !session.isCompletedExceptionally();
    return isRecovered ? session.join().figures() : pool.figures();
  }

  @Override
  public void closing() {
    session.thenAccept(SharedPoolSession::closing);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (pool.awaitRecovery()) {
      stores.forEach(RecoveringEntries::awaitedIfAny);
      session.join().close();
    } else {
      leave.leave(() -> {});
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the pool session of cache manager " + holder + " is closed");
    }
  }
}
