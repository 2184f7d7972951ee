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
package org.jcachepmem.allocator.medium;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the medium for a pool file. */
public final class Media {
  private static final Logger LOG = LoggerFactory.getLogger(Media.class);

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Media() {}

  /** Whether libpmem can be used here; if not, {@link #whyNoLibpmem()} says why. */
  public static boolean hasLibpmem() {
    return NativeGate.libpmem().functions() != null;
  }

  /** What libpmem lacks, in one sentence without a full stop; empty if nothing. */
  public static String whyNoLibpmem() {
    return NativeGate.libpmem().missing();
  }

  /**
   * Maps an existing, fully allocated file.
   *
   * @throws IOException if the file can't be mapped by the medium asked for
   */
  public static Medium open(Path path, MediumChoice choice) throws IOException {
    if (!choice.isVolatile()) {
      MemoryAccess.require();
    }
    return switch (choice) {
      case LIBPMEM -> LibpmemMedium.open(path);
      case JDK -> MappedMedium.open(path);
      case HEAP, VOLATILE ->
          throw new IllegalArgumentException("a volatile medium has no file to open: " + path);
      case AUTO -> openAny(path);
    };
  }

  /**
   * Maps a new file, which is at {@code path} for an instant only, allocated and zero-filled.
   *
   * @throws IOException as {@link VolatileMedium#create} does
   */
  public static Medium createVolatile(Path path, long sizeBytes) throws IOException {
    MemoryAccess.require();
    return VolatileMedium.create(path, sizeBytes);
  }

  /**
   * Maps an existing file for reading only; every store throws {@link
   * UnsupportedOperationException}.
   *
   * @throws IOException if the file can't be read or mapped
   */
  public static Medium openReadOnly(Path path) throws IOException {
    return ReadOnlyMedium.open(path);
  }

  private static Medium openAny(Path path) throws IOException {
    if (hasLibpmem()) {
      return LibpmemMedium.open(path);
    }
    if (SAID.compareAndSet(false, true)) {
      LOG.info("pools use the JDK's mapping: {}", whyNoLibpmem());
    }
    return MappedMedium.open(path);
  }
}
