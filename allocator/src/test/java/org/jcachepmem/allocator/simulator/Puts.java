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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Puts of random values, one or several at a time, of which the oracle is told. */
final class Puts {
  private final Settings settings;
  private final Oracle oracle;
  private final Evictions evictions;
  private final Consumer<String> log;
  private int versions;

  /**
   * Puts in a session.
   *
   * @param log gets what is about to be put
   * @param versions above every version used
   */
  Puts(Settings settings, Oracle oracle, Evictions evictions, Consumer<String> log, int versions) {
    this.settings = settings;
    this.oracle = oracle;
    this.evictions = evictions;
    this.log = log;
    this.versions = versions;
  }

  int versions() {
    return versions;
  }

  void put(DrivenCache cache, Key key, SplittableRandom random) {
    Content content = content(key, random);
    DrivenCache.Put put = put(key, content, random);
    log.accept("put " + key + ", " + content);
    put(cache, put, content);
  }

  private void put(DrivenCache cache, DrivenCache.Put put, Content content) {
    evictions.begin();
    oracle.pending(put.key(), content);
    cache.put(put);
    oracle.acknowledge(put.key(), content);
    evictions.settle();
  }

  /** Of two or three keys of a cache: with one fence, or one by one where room must be made. */
  void putAll(DrivenCache cache, SplittableRandom random) {
    Map<Key, Content> contents = new LinkedHashMap<>();
    List<DrivenCache.Put> puts = new ArrayList<>();
    for (Key key : cache.some(random)) {
      Content content = content(key, random);
      contents.put(key, content);
      puts.add(put(key, content, random));
    }
    log.accept("put all " + contents);
    contents.forEach(oracle::pending);
    if (cache.putAll(puts)) {
      contents.forEach(oracle::acknowledge);
    } else {
      puts.forEach(put -> put(cache, put, Objects.requireNonNull(contents.get(put.key()))));
    }
  }

  private Content content(Key key, SplittableRandom random) {
    int length = settings.lengths()[random.nextInt(settings.lengths().length)];
    int expiry = random.nextInt(4) == 0 ? 2_000_000 + random.nextInt(1000) : Content.ETERNAL;
    return Content.of(key, ++versions, length, expiry);
  }

  private static DrivenCache.Put put(Key key, Content content, SplittableRandom random) {
    byte[] spelling = key.spellings()[random.nextInt(key.spellings().length)];
    return new DrivenCache.Put(
        key, spelling, content.value(), Inspection.millis(content.expirySeconds()));
  }
}
