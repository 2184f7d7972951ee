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
package org.jcachepmem;

import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one manager that run {@code loadAll}: daemons, made when needed, gone when idle.
 *
 * <p>A loader may itself load other keys or caches, and wait for that. Queued, such a load could
 * stand behind the threads that wait for it; so a thread of this kind, whichever manager it is of,
 * runs it at once itself.
 */
final class LoadThreads extends ThreadPoolExecutor {

  private static final long IDLE_SECONDS = 5;

  private static final class LoadThread extends Thread {
    LoadThread(Runnable task, URI uri, ClassLoader loader) {
      super(task, "jcache-pmem loads of " + uri);
      setDaemon(true);
      setContextClassLoader(loader);
    }
  }

  private LoadThreads(int threads, URI uri, ClassLoader loader) {
    super(
        threads,
        threads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> new LoadThread(task, uri, loader),
        (load, threadsThatEnd) -> {
          throw new IllegalStateException("The cache manager " + uri + " is closed");
        });
    allowCoreThreadTimeOut(true);
  }

  static LoadThreads of(URI uri, ClassLoader loader) {
    return new LoadThreads(Math.max(2, Runtime.getRuntime().availableProcessors()), uri, loader);
  }

  @Override
  public void execute(Runnable load) {
    if (Thread.currentThread() instanceof LoadThread) {
      load.run();
    } else {
      super.execute(load);
    }
  }
}
