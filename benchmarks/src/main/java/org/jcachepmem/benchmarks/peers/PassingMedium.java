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
package org.jcachepmem.benchmarks.peers;

import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumCounters;
import org.jcachepmem.allocator.medium.MediumFacts;

/**
 * A medium that passes everything on to another one: the base of those that count or leave out.
 * Thread safe as the other one is.
 */
public abstract class PassingMedium implements Medium {
  /** What everything is passed on to. */
  protected final Medium delegate;

  /** Passes everything on to {@code delegate}. */
  protected PassingMedium(Medium delegate) {
    this.delegate = delegate;
  }

  @Override
  public long sizeBytes() {
    return delegate.sizeBytes();
  }

  @Override
  public int getInt(long offset) {
    return delegate.getInt(offset);
  }

  @Override
  public long getLong(long offset) {
    return delegate.getLong(offset);
  }

  @Override
  public void putInt(long offset, int value) {
    delegate.putInt(offset, value);
  }

  @Override
  public void putLong(long offset, long value) {
    delegate.putLong(offset, value);
  }

  @Override
  public void putLongRelease(long offset, long value) {
    delegate.putLongRelease(offset, value);
  }

  @Override
  public void copyIn(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    delegate.copyIn(offset, source, sourceIndex, lengthBytes);
  }

  @Override
  public void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    delegate.copyInAndFlush(offset, source, sourceIndex, lengthBytes);
  }

  @Override
  public void copyOut(long offset, byte[] target, int targetIndex, int lengthBytes) {
    delegate.copyOut(offset, target, targetIndex, lengthBytes);
  }

  @Override
  public void prefetch(long offset, long lengthBytes) {
    delegate.prefetch(offset, lengthBytes);
  }

  @Override
  public void zero(long offset, long lengthBytes) {
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
