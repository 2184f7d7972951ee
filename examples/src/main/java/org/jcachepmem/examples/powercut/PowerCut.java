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
package org.jcachepmem.examples.powercut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * Judges what a power cut left, then writes until the next one.
 *
 * <p>Each operation that has returned is told on standard output. That must end where the cut does
 * not reach, such as on the host of an emulated machine: it is the argument of the next run.
 */
public final class PowerCut {

  private PowerCut() {}

  /**
   * Takes the number of operations to write, 0 to judge only, and the file with the standard output
   * of all earlier runs over this pool. Ends with status 1 if what it finds is not what was left.
   */
  public static void main(String[] args) throws IOException {
    long count = Long.parseLong(args[0]);
    long acknowledged = lastAcknowledged(Path.of(args[1]));
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<Long, byte[]> cache =
          manager.createCache(
              "power-cut",
              new MutableConfiguration<Long, byte[]>().setTypes(Long.class, byte[].class));
      Verdict verdict = Verdict.of(cache, acknowledged);
      System.out.println(verdict);
      if (!verdict.good()) {
        System.exit(1);
      }
      for (long n = verdict.recovered() + 1; n <= verdict.recovered() + count; n++) {
        Operations.perform(cache, n);
        System.out.println("acknowledged " + n);
      }
    }
  }

  /** The highest operation in the file; the last line may have been cut short. */
  static long lastAcknowledged(Path file) throws IOException {
    String told = Files.exists(file) ? Files.readString(file) : "";
    return told.substring(0, told.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith("acknowledged "))
        .mapToLong(line -> Long.parseLong(line.substring("acknowledged ".length())))
        .max()
        .orElse(-1);
  }
}
