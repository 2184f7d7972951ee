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

import java.lang.invoke.VarHandle;

/**
 * The narrow waist: every byte of a pool is read and written through these operations, so that a
 * recording medium sees every store, flush and fence that the product makes.
 *
 * <p>Offsets are pool-relative and counted in bytes; addresses never leave this package. Every
 * access is checked against {@link #sizeBytes()} and throws {@link IndexOutOfBoundsException};
 * every access after {@link #close()} throws {@link IllegalStateException}. Words are little
 * endian; 8-byte words are 8-byte aligned, 4-byte words 4-byte aligned, and a store of either is
 * never torn.
 *
 * <p><b>Durability.</b> A store is durable once the thread that made it, or a thread that it
 * happened-before, has called {@link #flush} over it and then {@link #fence}. A fence orders and
 * completes only the flushes of its own thread. Any store may become durable earlier, by itself.
 *
 * <p><b>Order.</b> Plain stores may be reordered by the compiler and the processor. {@link
 * #putLongRelease} is ordered after every earlier store of its thread and orders nothing after it;
 * {@link #storeStoreFence} orders both sides.
 *
 * <p>Thread safe as memory is: concurrent accesses to different bytes don't disturb each other, and
 * whoever needs more brings a lock. No operation but {@link #flush}, {@link #fence} and {@link
 * #prefetch} (and a {@link #copyInAndFlush} of a large range) makes a native call.
 */
public interface Medium extends AutoCloseable {

  /**
   * Bytes that can be accessed: {@code [0, sizeBytes())}. Grows by {@link #extend}, never shrinks.
   */
  long sizeBytes();

  /** Reads the 4-byte word at {@code offset}, plain. */
  int getInt(long offset);

  /** Reads the 8-byte word at {@code offset}, plain. */
  long getLong(long offset);

  /** Stores a 4-byte word, plain. */
  void putInt(long offset, int value);

  /** Stores an 8-byte word, plain. */
  void putLong(long offset, long value);

  /** Stores an 8-byte word after every earlier store of this thread: the publishing store. */
  void putLongRelease(long offset, long value);

  /**
   * Orders the stores of this thread: no later one is seen, or durable within a line, before an
   * earlier one. An operation of the medium so that a recording one sees it, too.
   */
  default void storeStoreFence() {
    VarHandle.storeStoreFence();
  }

  /**
   * Copies {@code source[sourceIndex, sourceIndex + lengthBytes)} to {@code offset}, in any order.
   */
  void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes);

  /**
   * {@link #copyIn} and then {@link #flush} of the same range. A medium may take a faster path,
   * such as non-temporal stores for large ranges; the next {@link #fence} of this thread makes it
   * durable.
   */
  void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes);

  /**
   * Copies {@code [offset, offset + lengthBytes)} to {@code target} from {@code targetIndex} on.
   */
  void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes);

  /**
   * Says that {@code [offset, offset + lengthBytes)} will be copied out soon. Where the medium has
   * not got it in memory it begins to fetch it; returns without waiting for that, and changes
   * nothing.
   */
  default void prefetch(long offset, long lengthBytes) {}

  /**
   * Has {@code [offset, offset + lengthBytes)}, one page or more, share the storage of the same
   * range of {@code source}, a medium of at least as many bytes: it reads as that range did at some
   * moment of this call, without being copied, and whoever stores to either of them later has its
   * page copied by the file system. So stores to a page of {@code source} need room on its file
   * system from then on, as if it were a hole. Durable when this medium is written back and its
   * file is.
   *
   * @return false if that can't be done; what the range holds is unknown then, and nothing has
   *     happened to {@code source}
   */
  default boolean cloneFrom(Medium source, long offset, long lengthBytes) {
    return false;
  }

  /** Stores zero bytes over {@code [offset, offset + lengthBytes)}. */
  void zero(long offset, long lengthBytes);

  /** Starts writing the cache lines (or pages) of {@code [offset, offset + lengthBytes)} back. */
  void flush(long offset, long lengthBytes);

  /**
   * Returns when every range that this thread has flushed is durable.
   *
   * @throws MediumFailedException if the medium could not write a range back. The medium has failed
   *     for good then: what the ranges hold on the medium is unknown, and every later fence throws.
   */
  void fence();

  /**
   * For who is about to store without a fence of its own: says whether a later one can succeed.
   *
   * @throws MediumFailedException if an earlier fence failed
   */
  void checkUsable();

  /**
   * Makes {@code [sizeBytes(), newSizeBytes)} accessible, zero-filled, with storage allocated. No
   * mapping moves. A multiple of 4 KiB.
   *
   * @throws java.io.UncheckedIOException if the disk is full, the file can't be mapped, or its name
   *     is another's now: the size is what it was, and it can be tried again
   * @throws MediumFailedException if what was added, or something before it, could not be written
   *     back
   */
  void extend(long newSizeBytes);

  /** What this medium is, for messages and statistics. */
  MediumFacts facts();

  /** How often this medium was flushed, fenced, and called into the system. Monotone. */
  MediumCounters counters();

  /** Ends access. Durable is what was fenced. Idempotent. */
  @Override
  void close();
}
