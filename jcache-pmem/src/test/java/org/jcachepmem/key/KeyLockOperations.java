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
package org.jcachepmem.key;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.cache.CacheException;
import org.jcachepmem.allocator.checker.Tally;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Counters that only the locks of their keys guard. Two locks are taken in both orders, so that
 * threads come to wait in a circle: then one gives up, and the others go on.
 */
@SuppressWarnings("try") // a lock is held, not used
public final class KeyLockOperations {
  private static final long TIMEOUT_MILLIS = 60_000;
  private static final List<KeyIdentity> KEYS = List.of(key("a"), key("b"));

  private final KeyLocks locks = new KeyLocks("cache", TIMEOUT_MILLIS);
  private int first;
  private int second;

  private static KeyIdentity key(String text) {
    return new BytesKey(text.getBytes(StandardCharsets.UTF_8), false);
  }

  @Operation
  public int add() {
    try (KeyLocks.Held held = locks.lock(KEYS.get(0))) {
      return ++first;
    }
  }

  /** Adds to both while both are locked; whoever would close a circle adds to the first. */
  @Operation
  public void addInOrder() {
    try (KeyLocks.Held outer = locks.lock(KEYS.get(0))) {
      first++;
      addNested();
    }
  }

  private void addNested() {
    try (KeyLocks.Held inner = locks.lock(KEYS.get(1))) {
      second++;
    } catch (CacheException e) {
      check(e);
    }
  }

  /** The other way round, so that it may meet {@link #addInOrder}. */
  @Operation
  public void addAgainstOrder() {
    try (KeyLocks.Held outer = locks.lock(KEYS.get(1))) {
      second++;
      try (KeyLocks.Held inner = locks.lock(KEYS.get(0))) {
        // only the lock is wanted
      } catch (CacheException e) {
        check(e);
      }
    }
  }

  /** Takes both at once, which meets a circle only with those that take them one by one. */
  @Operation
  public int addToAll() {
    try (KeyLocks.Held held = locks.lockAll(KEYS)) {
      second++;
      return ++first;
    } catch (CacheException e) {
      check(e);
      return add();
    }
  }

  private static void check(CacheException e) {
    if (!String.valueOf(e.getMessage()).contains("waits, itself or through others")) {
      throw new IllegalStateException("not for a circle", e);
    }
  }

  /** Nobody holds a key any more. */
  @Validate
  public void inventory() {
    if (locks.heldCount() != 0 || first < 0 || second < 0) {
      throw new IllegalStateException(locks.heldCount() + " keys are held");
    }
    Tally.invocation();
  }
}
