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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.jcachepmem.allocator.medium.FaultyLibraries;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.OpenFileLock;
import org.jcachepmem.allocator.medium.OsFaults;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jspecify.annotations.Nullable;

/** A machine on which pools are opened by calls that fail. */
public final class FaultyPools extends PoolHost {
  private final OsFaults faults;
  private final FaultyLibraries libraries;

  /** A machine with these libraries that fails as {@code faults} say. */
  public FaultyPools(OsFaults faults, FaultyLibraries libraries) {
    this.faults = faults;
    this.libraries = libraries;
  }

  /** As {@link PoolFile#open(PoolOptions, Consumer)}. */
  public PoolFile open(PoolOptions options, Consumer<Medium> format) {
    return PoolFile.open(options, format, this);
  }

  @Override
  int effectiveUser() throws IOException {
    faults.check(Call.PROCESS_STATUS, "/proc/self/status");
    return super.effectiveUser();
  }

  @Override
  Set<Integer> groups() throws IOException {
    faults.check(Call.PROCESS_STATUS, "/proc/self/status");
    return super.groups();
  }

  @Override
  @Nullable OpenFileLock lock(Path path, boolean shared) throws IOException {
    return libraries.lock(path, shared);
  }

  @Override
  void allocate(Path path, long sizeBytes) throws IOException {
    libraries.allocate(path, sizeBytes);
  }

  @Override
  Medium map(Path path, MediumChoice choice) throws IOException {
    return libraries.open(path, choice);
  }

  @Override
  Medium createVolatile(Path path, long sizeBytes) throws IOException {
    return libraries.createVolatile(path, sizeBytes);
  }

  @Override
  void collectMappings() {
    // Nothing else is on this disk.
  }
}
