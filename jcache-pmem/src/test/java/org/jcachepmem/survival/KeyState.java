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
package org.jcachepmem.survival;

/**
 * What a key may have: the stamp of its value, 0 for none, and between which times of the wall
 * clock the entry expires.
 *
 * @param soonestMillis it must be there before, unless it may be evicted
 * @param latestMillis it must be gone from then on
 */
record KeyState(long stamp, long soonestMillis, long latestMillis) {

  static final KeyState ABSENT = new KeyState(0, Long.MAX_VALUE, Long.MAX_VALUE);

  static KeyState eternal(long stamp) {
    return new KeyState(stamp, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  boolean isAbsent() {
    return stamp == 0;
  }

  /** A state that allows what either does; their stamps are equal. */
  KeyState or(KeyState other) {
    return new KeyState(
        stamp,
        Math.min(soonestMillis, other.soonestMillis),
        Math.max(latestMillis, other.latestMillis));
  }

  @Override
  public String toString() {
    if (isAbsent()) {
      return "absent";
    }
    String times =
        latestMillis == Long.MAX_VALUE
            ? ""
            : ", expiring from %d to %d ms".formatted(soonestMillis, latestMillis);
    return "%x%s".formatted(stamp, times);
  }
}
