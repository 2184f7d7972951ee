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
package org.jcachepmem.examples;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;

/** Counts words with an entry processor: read, compute and write of one key as one step. */
public final class WordCount {

  private static final EntryProcessor<String, Integer, Integer> INCREMENT =
      (entry, arguments) -> {
        int count = entry.exists() ? entry.getValue() + 1 : 1;
        entry.setValue(count);
        return count;
      };

  private WordCount() {}

  public static void main(String[] args) {
    String text = "the cat sat on the mat with the other cat";
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<String, Integer> counts =
          manager.createCache(
              "word-counts",
              new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
      counts.clear();
      // Threads may count the same word at the same time: no increment is lost.
      Arrays.stream(text.split(" ")).parallel().forEach(word -> counts.invoke(word, INCREMENT));
      Map<String, Integer> sorted = new TreeMap<>();
      counts.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      System.out.println(sorted);
    }
  }
}
