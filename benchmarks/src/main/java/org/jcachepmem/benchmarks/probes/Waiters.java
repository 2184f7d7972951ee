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
package org.jcachepmem.benchmarks.probes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jcachepmem.allocator.medium.FileAllocation;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.workloads.Scratch;
import org.jcachepmem.benchmarks.workloads.Values;

/**
 * Durable puts on random keys by many threads that all wait for the disk. Arguments: a directory on
 * the disk, seconds for each number of threads, entries, then the numbers. Figures: {@code msync
 * us}, of one dirty page; {@code msync 64 us}, of 64 dirty pages at random places by one call;
 * {@code puts/s 1} and so on; {@code processor us 1} and so on, of a put, on all processors; {@code
 * putAll entries/s}, of one thread that puts {@value #BATCH} at a time; {@code removed/s 1} and
 * {@code removed/s 100}, of one thread that removes so many at a time.
 */
public final class Waiters {
  private static final int VALUE_BYTES = 1024;
  private static final int SYNCS = 101;
  private static final int PAGE_BYTES = 4096;
  private static final int FILE_PAGES = 16 << 10;
  private static final long FILE_BYTES = (long) FILE_PAGES * PAGE_BYTES;
  private static final int MANY = 64;
  private static final int BATCH = 100;

  private final Peer peer;
  private final Object[] keys;
  private final Values values = new Values(VALUE_BYTES);

  private Waiters(Peer peer, int entries) {
    this.peer = peer;
    keys = new Object[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = KeyKind.LONG.key(i);
    }
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    Path directory = Scratch.create(Path.of(args[0]));
    double seconds = Double.parseDouble(args[1]);
    int entries = Integer.parseInt(args[2]);
    try {
      Path file = directory.resolve("msync");
      Figures.print("msync us", msyncNanos(file, 1) / 1e3);
      Figures.print("msync " + MANY + " us", msyncNanos(file, MANY) / 1e3);
      PeerSettings settings = new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, entries);
      try (Peer peer = PeerKind.PMEM.open(settings)) {
        Waiters waiters = new Waiters(peer, entries);
        waiters.putsPerSecond(Math.min(entries, 64), seconds);
        for (int i = 3; i < args.length; i++) {
          int threads = Integer.parseInt(args[i]);
          long before = Processors.usedMillis();
          double puts = waiters.putsPerSecond(threads, seconds);
          Figures.print("puts/s " + threads, puts);
          double micros = (Processors.usedMillis() - before) * 1e3;
          Figures.print("processor us " + threads, micros / (puts * seconds));
        }
        Figures.print("putAll entries/s", waiters.entriesPerSecond(seconds));
        Figures.print("removed/s 1", waiters.removedPerSecond(1, seconds));
        Figures.print("removed/s " + BATCH, waiters.removedPerSecond(BATCH, seconds));
      }
    } finally {
      Scratch.delete(directory);
    }
  }

  /** One commit of so many dirty pages, at random places: the median of many. */
  private static double msyncNanos(Path file, int pages) throws IOException {
    if (!Files.exists(file)) {
      FileAllocation.createOwnerOnly(file);
      FileAllocation.ofSystem().allocate(file, 0, FILE_BYTES);
    }
    // As a pool is mapped and written back; through the page cache, also if libpmem is told that
    // every file is persistent memory.
    try (Medium medium = Media.open(file, MediumChoice.JDK)) {
      for (long page = 0; page < FILE_BYTES; page += PAGE_BYTES) {
        medium.putLong(page, -1); // the file has its blocks from here on
      }
      medium.flush(0, FILE_BYTES);
      medium.fence();
      SplittableRandom random = new SplittableRandom(pages);
      long[] nanos = new long[SYNCS];
      for (int i = 0; i < SYNCS; i++) {
        for (int n = 0; n < pages; n++) {
          long page = random.nextInt(FILE_PAGES) * (long) PAGE_BYTES;
          medium.putLong(page, i);
          medium.flush(page, Long.BYTES);
        }
        long began = System.nanoTime();
        medium.fence();
        nanos[i] = System.nanoTime() - began;
      }
      Arrays.sort(nanos);
      return nanos[SYNCS / 2];
    }
  }

  private double putsPerSecond(int threads, double seconds)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long began = System.nanoTime();
      long end = began + (long) (seconds * 1e9);
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        SplittableRandom random = new SplittableRandom(threads * 1000L + i);
        running.add(pool.submit(() -> put(random, end)));
      }
      long puts = 0;
      for (Future<Long> each : running) {
        puts += each.get();
      }
      return puts * 1e9 / (System.nanoTime() - began);
    } finally {
      pool.shutdown();
    }
  }

  /** By one thread that puts several at a time. */
  private double entriesPerSecond(double seconds) {
    SplittableRandom random = new SplittableRandom(BATCH);
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    long entries = 0;
    while (System.nanoTime() < end) {
      Map<Object, byte[]> batch = batch(random);
      peer.putAll(batch);
      entries += batch.size();
    }
    return entries * 1e9 / (System.nanoTime() - began);
  }

  /** By one thread, of entries that it has put; the puts don't count. */
  private double removedPerSecond(int atOnce, double seconds) {
    SplittableRandom random = new SplittableRandom(atOnce);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long removed = 0;
    long nanos = 0;
    while (System.nanoTime() < end) {
      Map<Object, byte[]> batch = batch(random);
      peer.putAll(batch);
      List<Object> all = new ArrayList<>(batch.keySet());
      long began = System.nanoTime();
      for (int from = 0; from < all.size(); from += atOnce) {
        peer.removeAll(new HashSet<>(all.subList(from, Math.min(all.size(), from + atOnce))));
      }
      nanos += System.nanoTime() - began;
      removed += all.size();
    }
    return removed * 1e9 / nanos;
  }

  private Map<Object, byte[]> batch(SplittableRandom random) {
    Map<Object, byte[]> batch = new HashMap<>();
    for (int i = 0; i < BATCH; i++) {
      int number = random.nextInt(keys.length);
      batch.put(keys[number], values.of(number));
    }
    return batch;
  }

  private long put(SplittableRandom random, long end) {
    long puts = 0;
    while (System.nanoTime() < end) {
      int number = random.nextInt(keys.length);
      peer.put(keys[number], values.of(number));
      puts++;
    }
    return puts;
  }
}
