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

import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * Chronicle's typed access to addresses, made quiet first. It checks nothing: {@link Bounds} does.
 */
final class RawMemory {
  /** Loads, stores and copies at addresses. */
  static final UnsafeMemory MEMORY;

  /** Kept here because the logging system forgets loggers, and their levels, that nobody holds. */
  private static final Logger CLEANER_LOGGER =
      Logger.getLogger("net.openhft.chronicle.core.internal.cleaner");

  private static final long BUFFER_ADDRESS;

  static {
    CLEANER_LOGGER.setLevel(Level.OFF);
    MEMORY = UnsafeMemory.MEMORY;
    try {
      Field address = Buffer.class.getDeclaredField("address");
      BUFFER_ADDRESS = MEMORY.getFieldOffset(address);
    } catch (NoSuchFieldException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private RawMemory() {}

  /** Where the bytes of a direct buffer start. Valid as long as the buffer is reachable. */
  static long addressOf(ByteBuffer direct) {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("a heap buffer has no address");
    }
    return MEMORY.readLong(direct, BUFFER_ADDRESS);
  }
}
