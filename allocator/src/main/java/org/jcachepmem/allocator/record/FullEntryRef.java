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
package org.jcachepmem.allocator.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A handle that has each word as it is: 32 bytes with compressed class pointers. */
final class FullEntryRef extends EntryRef {
  private static final VarHandle LIFE;

  static {
    try {
      LIFE = MethodHandles.lookup().findVarHandle(FullEntryRef.class, "life", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int lengths;
  private volatile long life;

  FullEntryRef(long place, int lengths, long life) {
    super(place);
    this.lengths = lengths;
    this.life = life;
  }

  @Override
  int lengths() {
    return lengths;
  }

  @Override
  long life() {
    return life;
  }

  @Override
  void life(long changed) {
    life = changed;
  }

  @Override
  boolean compareAndSetLife(long expected, long changed) {
    return LIFE.compareAndSet(this, expected, changed);
  }

  @Override
  EntryRef at(long otherPlace) {
    return new FullEntryRef(otherPlace, lengths, life);
  }

  @Override
  public boolean canExpire() {
    return true;
  }
}
