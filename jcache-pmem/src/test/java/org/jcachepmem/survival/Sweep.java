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

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import javax.cache.Cache;

/**
 * An iteration over a cache, each step of which is a read in the journal. It meets each key once,
 * but for keys that have left and come back meanwhile.
 */
final class Sweep {

  private final Subject subject;
  private final Journal.Part part;
  private final Iterator<Cache.Entry<Object, byte[]>> entries;
  private final Set<Integer> met = new HashSet<>();
  private final int access;
  private int last;
  private int again;

  Sweep(Subject subject, Cache<Object, byte[]> cache, Journal.Part part) {
    this.subject = subject;
    this.part = part;
    access =
        subject.expiry().byAccess() ? part.begin(subject, Operation.ALL, Kind.SWEEP, 0, 0) : -1;
    entries = cache.iterator();
  }

  /** False if there is no other entry. Takes room for one record. */
  boolean step() {
    long begin = part.tick();
    long beginMillis = System.currentTimeMillis();
    if (!entries.hasNext()) {
      return false;
    }
    Cache.Entry<Object, byte[]> entry = entries.next();
    last = subject.number(entry.getKey());
    part.found(subject, last, begin, beginMillis, subject.stamp(last, entry.getValue()));
    if (!met.add(last)) {
      again++;
    }
    return true;
  }

  /** How often it has met a key that it had met before. */
  int again() {
    return again;
  }

  /** Removes the entry that was met last. Takes room for one record. */
  void remove() {
    int at = part.begin(subject, last, Kind.DELETE, 0, 0);
    entries.remove();
    part.end(at, Outcome.YES, 0);
  }

  /** Ends it. Returns the keys that it met. */
  Set<Integer> end() {
    if (access >= 0) {
      part.end(access, Outcome.YES, 0);
    }
    return met;
  }
}
