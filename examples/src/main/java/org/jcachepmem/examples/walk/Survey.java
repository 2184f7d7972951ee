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
package org.jcachepmem.examples.walk;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMX;
import javax.management.ObjectName;

/**
 * One JVM's share of the job: asks the cache for the facts of every class. What the cache lacks, it
 * gets from the {@link Analyser}. Tells the {@link Launcher} on standard output how far it is.
 */
final class Survey {

  private static final String CACHE = "class-facts";

  private final Cache<String, ClassFacts> cache;
  private final Journal returned;
  private final Answers answers = new Answers();
  private final AtomicInteger next = new AtomicInteger();

  private Survey(Cache<String, ClassFacts> cache, Journal returned) {
    this.cache = cache;
    this.returned = returned;
  }

  /** Arguments: the directory for journals, the phase's name, threads. */
  public static void main(String[] args) throws Exception {
    Phase phase = Phase.valueOf(args[1]);
    Path directory = Path.of(args[0]);
    try (Journal analysed = new Journal(phase.analysed(directory));
        Journal returned = new Journal(phase.returned(directory))) {
      long opening = System.nanoTime();
      // The provider is whatever the class path has; its settings are system properties.
      try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
        Analyser analyser = new Analyser(analysed);
        Cache<String, ClassFacts> cache =
            manager.createCache(
                CACHE,
                new MutableConfiguration<String, ClassFacts>()
                    .setTypes(String.class, ClassFacts.class)
                    .setReadThrough(true)
                    .setCacheLoaderFactory(() -> analyser)
                    .setStatisticsEnabled(true));
        long asking = System.nanoTime();
        Message.OPEN_MILLIS.send((asking - opening) / 1_000_000);
        Survey survey = new Survey(cache, returned);
        survey.askAll(ClassFiles.names(), Integer.parseInt(args[2]));
        Message.ASK_MILLIS.send((System.nanoTime() - asking) / 1_000_000);
        survey.tell();
      }
    }
  }

  private void askAll(List<String> names, int threads) throws Exception {
    Message.TOTAL.send(names.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<Void> worker =
          () -> {
            for (int i = next.getAndIncrement(); i < names.size(); i = next.getAndIncrement()) {
              ask(names.get(i));
              if (i % 64 == 0) {
                Message.DONE.send(i);
              }
            }
            return null;
          };
      for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, worker))) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
    Message.DONE.send(names.size());
  }

  private void ask(String name) {
    ClassFacts facts = cache.get(name);
    returned.write(name, facts.fingerprint());
    answers.add(name, facts);
  }

  private void tell() throws Exception {
    var server = ManagementFactory.getPlatformMBeanServer();
    var names =
        server.queryNames(
            new ObjectName("javax.cache:type=CacheStatistics,Cache=" + CACHE + ",*"), null);
    var statistics =
        JMX.newMXBeanProxy(server, names.iterator().next(), CacheStatisticsMXBean.class);
    Message.HITS.send(statistics.getCacheHits());
    Message.MISSES.send(statistics.getCacheMisses());
    answers.lines().forEach(Message.ANSWER::send);
  }
}
