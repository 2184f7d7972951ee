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

/**
 * A medium that does what another one does, and something before it: the base of the doubles that
 * fail, can't read, or give way to other threads. Thread safe as the other one is.
 */
public abstract class WrappedMedium implements Medium {
  /** What everything is passed on to. */
  protected final Medium delegate;

  /** Passes everything on to {@code delegate}. */
  protected WrappedMedium(Medium delegate) {
    this.delegate = delegate;
  }

  /** Before a word is read, or stored. May throw: then it is not. */
  protected void beforeWord(long offset, boolean isRead) {}

  /** Before a range is copied out, or copied in or zeroed. May throw: then it is not. */
  protected void beforeRange(long offset, long lengthBytes, boolean isRead) {}

  @Override
  public long sizeBytes() {
    return delegate.sizeBytes();
  }

  @Override
  public int getInt(long offset) {
    beforeWord(offset, true);
    return delegate.getInt(offset);
  }

  @Override
  public long getLong(long offset) {
    beforeWord(offset, true);
    return delegate.getLong(offset);
  }

  @Override
  public void putInt(long offset, int value) {
    beforeWord(offset, false);
    delegate.putInt(offset, value);
  }

  @Override
  public void putLong(long offset, long value) {
    beforeWord(offset, false);
    delegate.putLong(offset, value);
  }

  @Override
  public void putLongRelease(long offset, long value) {
    beforeWord(offset, false);
    delegate.putLongRelease(offset, value);
  }

  @Override
  public void storeStoreFence() {
    delegate.storeStoreFence();
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    beforeRange(offset, lengthBytes, false);
    delegate.copyIn(offset, source, sourceIndex, lengthBytes);
  }

  /** A copy and a flush, each with what comes before it. */
  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    copyIn(offset, source, sourceIndex, lengthBytes);
    flush(offset, lengthBytes);
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    beforeRange(offset, lengthBytes, true);
    delegate.copyOut(offset, target, targetIndex, lengthBytes);
  }

  @Override
  public void zero(long offset, long lengthBytes) {
    beforeRange(offset, lengthBytes, false);
    delegate.zero(offset, lengthBytes);
  }

  @Override
  public void flush(long offset, long lengthBytes) {
    delegate.flush(offset, lengthBytes);
  }

  @Override
  public void checkUsable() {
    delegate.checkUsable();
  }

  @Override
  public void fence() {
    delegate.fence();
  }

  @Override
  public void extend(long newSizeBytes) {
    delegate.extend(newSizeBytes);
  }

  @Override
  public MediumFacts facts() {
    return delegate.facts();
  }

  @Override
  public MediumCounters counters() {
    return delegate.counters();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
