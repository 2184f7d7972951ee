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
package org.jcachepmem.allocator.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each key may read as after a crash now: the value of its last acknowledged operation, or
 * what one in flight makes of it. After a power loss in a relaxed mode also what it was at any time
 * since the last commit. Which operation does what, and when it is acknowledged, the simulation
 * says.
 */
public final class Oracle {
  private static final int REMEMBERED = 64;

  private final boolean relaxed;
  private final List<Key> keys;

  /** By the key's number, as all below. */
  private final List<List<Content>> afterKill = new ArrayList<>();

  private final List<List<Content>> afterPowerLoss = new ArrayList<>();

  /** Earlier contents, to say what a wrong value is. */
  private final List<List<Content>> history = new ArrayList<>();

  /** Whether each cache may exist, and may not. */
  private final boolean[] mayExist;

  private final boolean[] mayBeMissing;

  /** Of an empty pool. In the relaxed modes a power loss may bring earlier contents back. */
  public Oracle(List<Key> keys, int caches, boolean relaxed) {
    this.keys = keys;
    this.relaxed = relaxed;
    for (int i = 0; i < keys.size(); i++) {
      afterKill.add(new ArrayList<>(List.of(Content.ABSENT)));
      afterPowerLoss.add(new ArrayList<>(List.of(Content.ABSENT)));
      history.add(new ArrayList<>());
    }
    mayExist = new boolean[caches];
    mayBeMissing = new boolean[caches];
    java.util.Arrays.fill(mayBeMissing, true);
  }

  /** An oracle of its own that knows the same. */
  public Oracle copy() {
    Oracle copy = new Oracle(keys, mayExist.length, relaxed);
    for (int i = 0; i < keys.size(); i++) {
      copy.afterKill.set(i, new ArrayList<>(afterKill.get(i)));
      copy.afterPowerLoss.set(i, new ArrayList<>(afterPowerLoss.get(i)));
      copy.history.set(i, new ArrayList<>(history.get(i)));
    }
    System.arraycopy(mayExist, 0, copy.mayExist, 0, mayExist.length);
    System.arraycopy(mayBeMissing, 0, copy.mayBeMissing, 0, mayExist.length);
    return copy;
  }

  /** From now on the key may also read as {@code content}. */
  public void pending(Key key, Content content) {
    add(afterKill.get(key.number()), content);
    add(afterPowerLoss.get(key.number()), content);
    List<Content> known = history.get(key.number());
    if (known.size() < REMEMBERED) {
      known.add(content);
    }
  }

  private static void add(List<Content> contents, Content content) {
    for (int i = 0; i < contents.size(); i++) {
      Content each = contents.get(i);
      if (each.version() == content.version() && each.expirySeconds() == content.expirySeconds()) {
        return;
      }
    }
    contents.add(content);
  }

  /** The key reads as {@code content}: the operation that makes it so has returned. */
  public void acknowledge(Key key, Content content) {
    set(afterKill.get(key.number()), content);
    if (relaxed) {
      add(afterPowerLoss.get(key.number()), content);
    } else {
      set(afterPowerLoss.get(key.number()), content);
    }
  }

  private static void set(List<Content> contents, Content content) {
    contents.clear();
    contents.add(content);
  }

  /** The running process sees {@code content}, which may reach the medium later, or never. */
  public void acknowledgeInMemory(Key key, Content content) {
    set(afterKill.get(key.number()), content);
    add(afterPowerLoss.get(key.number()), content);
  }

  /** The key was not evicted by what could have evicted it. */
  public void stillThere(Key key) {
    afterKill.get(key.number()).removeIf(Content::isAbsent);
    if (!relaxed) {
      afterPowerLoss.get(key.number()).removeIf(Content::isAbsent);
    }
  }

  /** At that time: what has expired may be gone. */
  public void expire(int nowSeconds) {
    for (int i = 0; i < keys.size(); i++) {
      expire(afterKill.get(i), nowSeconds);
      expire(afterPowerLoss.get(i), nowSeconds);
    }
  }

  private static void expire(List<Content> contents, int nowSeconds) {
    for (int i = 0; i < contents.size(); i++) {
      if (contents.get(i).hasExpired(nowSeconds)) {
        add(contents, Content.ABSENT);
        return;
      }
    }
  }

  /**
   * It was read, after recovery made everything durable: it stays so, but for a change of expiry
   * that an earlier process may have left in a cache.
   */
  public void settle(Key key, Content content) {
    set(afterKill.get(key.number()), content);
    List<Content> may = afterPowerLoss.get(key.number());
    may.removeIf(each -> each.version() != content.version());
    add(may, content);
  }

  /**
   * All that has returned is durable, but for changes of expiry that need not be: an access that
   * prolongs an entry's life reaches the medium when convenient.
   */
  public void committed() {
    for (int i = 0; i < keys.size(); i++) {
      List<Content> last = afterKill.get(i);
      List<Content> may = afterPowerLoss.get(i);
      may.removeIf(content -> last.stream().noneMatch(c -> c.version() == content.version()));
      last.forEach(content -> add(may, content));
    }
  }

  /** The process was killed: what the next one finds may not be durable before it has recovered. */
  public void killed() {
    for (int i = 0; i < keys.size(); i++) {
      List<Content> may = afterPowerLoss.get(i);
      afterKill.get(i).forEach(content -> add(may, content));
    }
  }

  /** The machine lost its power: what is executed from now on is built on what was left. */
  public void powerLost() {
    for (int i = 0; i < keys.size(); i++) {
      List<Content> may = afterKill.get(i);
      afterPowerLoss.get(i).forEach(content -> add(may, content));
    }
  }

  /** From now on the cache may exist, or not exist, too. */
  public void pendingExistence(int cache, boolean exists) {
    mayExist[cache] |= exists;
    mayBeMissing[cache] |= !exists;
  }

  /** The cache exists, or does not. */
  public void acknowledgeExistence(int cache, boolean exists) {
    mayExist[cache] = exists;
    mayBeMissing[cache] = !exists;
  }

  /** Fails unless that may be so. */
  public void checkExistence(int cache, boolean exists) {
    if (exists ? !mayExist[cache] : !mayBeMissing[cache]) {
      throw new AssertionError("cache " + cache + (exists ? " came back" : " is gone"));
    }
  }

  /** Fails unless the key may read as that. */
  public Content check(Key key, byte @Nullable [] value, int expirySeconds, boolean powerLoss) {
    List<Content> may = (powerLoss ? afterPowerLoss : afterKill).get(key.number());
    for (int i = 0; i < may.size(); i++) {
      if (may.get(i).matches(value, expirySeconds)) {
        return may.get(i);
      }
    }
    throw new AssertionError(
        key + " reads as " + describe(key, value, expirySeconds) + ", may be " + may);
  }

  private String describe(Key key, byte @Nullable [] value, int expirySeconds) {
    if (value == null) {
      return "absent";
    }
    String until = expirySeconds == Content.ETERNAL ? "" : " until " + expirySeconds;
    for (Content content : history.get(key.number())) {
      if (!content.isAbsent() && java.util.Arrays.equals(content.value(), value)) {
        return "an earlier version " + content.version() + until;
      }
    }
    return value.length + " bytes that were never its value" + until;
  }
}
