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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.allocator.medium.Medium;
import org.jspecify.annotations.Nullable;

/** A machine with the faults that a test asks for. */
final class FaultyHost extends PoolHost {
  private @Nullable Ownership ownership;
  private @Nullable String fileSystemType;
  private @Nullable Set<Integer> groups;
  private boolean full;
  private boolean fullOfClosedPools;
  private boolean readOnly;
  private boolean unixless;
  private @Nullable Map<Long, Instant> running;

  FaultyHost ownedBy(int uid, int gid, int mode) {
    ownership = new Ownership(uid, gid, mode, "mallory");
    return this;
  }

  /** This process acts in this group only. */
  FaultyHost inGroup(int gid) {
    groups = Set.of(gid);
    return this;
  }

  @Override
  Set<Integer> groups() throws IOException {
    return groups != null ? groups : super.groups();
  }

  FaultyHost fileSystem(String type) {
    fileSystemType = type;
    return this;
  }

  /** The disk is full, after half of what is asked for. */
  FaultyHost full() {
    full = true;
    return this;
  }

  /** The disk is full until the mappings of closed pools are collected. */
  FaultyHost fullOfClosedPools() {
    full = true;
    fullOfClosedPools = true;
    return this;
  }

  @Override
  void collectMappings() {
    full &= !fullOfClosedPools;
  }

  FaultyHost readOnly() {
    readOnly = true;
    return this;
  }

  FaultyHost withoutUnix() {
    unixless = true;
    return this;
  }

  @Override
  @Nullable Ownership ownership(Path path) throws IOException {
    return unixless ? null : ownership != null ? ownership : super.ownership(path);
  }

  @Override
  String fileSystemType(Path path) throws IOException {
    return fileSystemType != null ? fileSystemType : super.fileSystemType(path);
  }

  @Override
  void allocate(Path path, long sizeBytes) throws IOException {
    if (full) {
      Files.write(path, new byte[(int) Math.min(4096, sizeBytes / 2)]);
      throw new IOException("No space left on device");
    }
    super.allocate(path, sizeBytes);
  }

  @Override
  Medium createVolatile(Path path, long sizeBytes) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    return super.createVolatile(path, sizeBytes);
  }

  /** The live processes are these, with their starts. */
  FaultyHost running(Map<Long, Instant> processes) {
    running = processes;
    return this;
  }

  @Override
  @Nullable Instant startOf(long pid) {
    return running == null ? super.startOf(pid) : running.get(pid);
  }

  @Override
  boolean isAccessible(Path path) {
    return !readOnly && super.isAccessible(path);
  }
}
