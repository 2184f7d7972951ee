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
package org.jcachepmem.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.benchmarks.workloads.Scratch;

/**
 * The directories that the JVMs of one round leave their files in. They are deleted when the round
 * ends, also when JVMs of it failed or were killed, and when this program is interrupted. Thread
 * safe.
 */
final class RoundFiles implements AutoCloseable {
  private static final int SECONDS_TO_DIE = 10;

  private final Path fast;
  private final Path disk;
  private final Thread atExit = new Thread(this::abandon, "benchmarks-abandon");
  private boolean isDeleted;

  /** Makes them in the directories of the workplace. */
  RoundFiles(Workplace place) throws IOException {
    fast = Scratch.create(place.fast());
    disk = Scratch.create(place.disk());
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** On tmpfs or persistent memory. */
  Path fast() {
    return fast;
  }

  /** On a file system whose msync takes a while. */
  Path disk() {
    return disk;
  }

  /** On SIGINT or SIGTERM: ends the JVMs, which could write on, then deletes. */
  private void abandon() {
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, SECONDS_TO_DIE, TimeUnit.SECONDS)
        .join();
    try {
      delete();
    } catch (IOException e) {
      System.err.println("left behind: " + fast + " and " + disk + ": " + e);
    }
  }

  private synchronized void delete() throws IOException {
    if (!isDeleted) {
      isDeleted = true;
      try {
        Scratch.delete(fast);
      } finally {
        Scratch.delete(disk);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // this program is being ended: the hook runs, and deletes
    }
    delete();
  }
}
