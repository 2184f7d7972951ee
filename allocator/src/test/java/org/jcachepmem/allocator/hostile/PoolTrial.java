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
package org.jcachepmem.allocator.hostile;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.CatalogueFullException;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.EpochsExhaustedException;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordTooLargeException;

/**
 * One edited pool, opened, read, changed, and opened again.
 *
 * <p>Opening it may be refused, by a {@link PoolFormatException} or a {@link PoolException}. A
 * change may be refused for want of room, ids or epochs. Anything else that is thrown is a finding,
 * an {@code IndexOutOfBoundsException} as much as a failed assertion; so is more heap than a
 * multiple of the pool, and so is anything served that {@link Judge} does not find in the image.
 */
final class PoolTrial {
  /** Most bytes that checking, opening and reading may allocate: so many for each of the pool. */
  private static final int HEAP_FACTOR = 48;

  private static final long HEAP_FLOOR = 2L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final BasePool base;
  private final byte[] edited;
  private final boolean repaired;
  private final boolean closes;
  private final Map<Integer, Map<ByteBuffer, byte[]>> expected = new TreeMap<>();

  private PoolTrial(BasePool base, byte[] edited, boolean repaired, boolean closes) {
    this.base = base;
    this.edited = edited;
    this.repaired = repaired;
    this.closes = closes;
  }

  /** How a trial ended that found nothing. */
  enum Outcome {
    REFUSED,
    OPENED
  }

  /** Runs what {@code input} says; throws if it finds something. */
  static Outcome run(byte[] input) {
    EditScript script = new EditScript(input);
    PoolTrial trial = new PoolTrial(script.base, script.edit(), script.repairs(), script.closes());
    return script.opensFile() ? trial.inFile() : trial.inHeap();
  }

  /** The same of an image that was edited otherwise. */
  static Outcome run(BasePool base, byte[] edited, boolean repaired) {
    new PoolTrial(base, edited.clone(), repaired, false).inHeap();
    return new PoolTrial(base, edited, repaired, true).inHeap();
  }

  private Outcome inHeap() {
    HeapMedium medium = new HeapMedium(edited.length);
    medium.copyIn(0, edited, 0, edited.length);
    return on(medium);
  }

  private Outcome inFile() {
    try {
      Path file =
          Files.createTempFile(
              "hostile",
              ".pool",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.write(file, edited);
        PoolOptions options =
            PoolOptions.builder().path(file).minBytes(1).medium(MediumChoice.JDK).build();
        try (PoolFile pool =
            PoolFile.open(
                options,
                medium -> {
                  throw new AssertionError("a pool that is there was formatted");
                })) {
          return on(pool.medium());
        } catch (PoolException e) {
          return Outcome.REFUSED;
        }
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome on(Medium medium) {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    Session session;
    List<Judge.Served> served;
    try {
      PoolCheck.run(medium);
      requireUntouched(medium);
      session = openAndTake(medium);
      served = readAll(session);
    } catch (PoolFormatException e) {
      requireMessage(e);
      return Outcome.REFUSED;
    } finally {
      requireLittleHeap(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    PoolImage image = new PoolImage(edited, session.records.pool().geometry());
    Judge.checkBytes(image, served);
    if (!repaired) {
      Judge.checkRight(base, image, served);
    }
    served.forEach(this::expect);
    change(session);
    if (closes) {
      session.records.close();
    }
    requireExpected(medium);
    return Outcome.OPENED;
  }

  private Session openAndTake(Medium medium) {
    Session session = Session.open(medium);
    session.takeRecovered(edited.length);
    return session;
  }

  /** Asks twice, because the first time classes may be loaded. */
  private void requireLittleHeap(long allocated) {
    long most = HEAP_FLOOR + (long) HEAP_FACTOR * edited.length;
    if (allocated <= most) {
      return;
    }
    HeapMedium again = new HeapMedium(edited.length);
    again.copyIn(0, edited, 0, edited.length);
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      PoolCheck.run(again);
      readAll(openAndTake(again));
    } catch (PoolFormatException e) {
      // As the first time.
    }
    long second = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    if (second > most) {
      throw new AssertionError("opening a pool of " + edited.length + " bytes took " + second);
    }
  }

  private void requireUntouched(Medium medium) {
    if (!Arrays.equals(edited, copy(medium))) {
      throw new AssertionError("the check of a pool changed it");
    }
  }

  private static byte[] copy(Medium medium) {
    byte[] bytes = new byte[(int) medium.sizeBytes()];
    medium.copyOut(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static void requireMessage(RuntimeException refusal) {
    String message = refusal.getMessage();
    if (message == null || message.length() < 40) {
      throw new AssertionError("a refusal that says nothing: " + message, refusal);
    }
  }

  private static List<Judge.Served> readAll(Session session) {
    List<Judge.Served> served = new ArrayList<>();
    session.index.forEach(
        (id, entries) ->
            entries.forEach(
                (key, entry) -> {
                  byte[] value = session.records.readValue(entry);
                  if (value != null) {
                    served.add(new Judge.Served(id, key.array(), value, entry.offset()));
                  } else if (!entry.isDamaged()) {
                    throw new AssertionError(
                        Session.text(key.array()) + " can't be read and is not damaged either");
                  }
                }));
    return served;
  }

  private void expect(Judge.Served served) {
    expect(served.cacheId(), served.key(), served.value());
  }

  private void expect(int cacheId, byte[] key, byte[] value) {
    expected.computeIfAbsent(cacheId, id -> new TreeMap<>()).put(ByteBuffer.wrap(key), value);
  }

  /** A step that may be refused. */
  private static boolean accepted(Runnable step) {
    try {
      step.run();
      return true;
    } catch (PoolFullException
        | RecordTooLargeException
        | CatalogueFullException
        | EpochsExhaustedException e) {
      requireMessage(e);
      return false;
    }
  }

  /** Some of every operation, on what was found and on what is new. */
  private void change(Session session) {
    List<Integer> ids =
        session.records.catalogue().entries().stream().map(CatalogueEntry::id).sorted().toList();
    for (int id : ids) {
      int round = 0;
      for (ByteBuffer key : List.copyOf(session.entries(id).keySet())) {
        byte[] bytes = key.array();
        EntryRef entry = session.entries(id).get(key);
        switch (round++ % 4) {
          case 0 -> put(session, id, bytes, 2 * entry.keyLength() + 40);
          case 1 -> {
            session.remove(id, bytes);
            expected.getOrDefault(id, Map.of()).remove(key);
          }
          default -> {}
        }
      }
      put(session, id, Session.utf8("new"), 30);
      put(session, id, Session.utf8("new and large"), 700);
    }
    if (accepted(() -> session.cache("newcomer"))) {
      int id = session.cache("newcomer");
      if (!ids.contains(id) && session.records.recovered(id).count() != 0) {
        throw new AssertionError("a new cache has entries of another one");
      }
      put(session, id, Session.utf8("key0"), 25);
    }
    accepted(session.records.life()::settleEpoch);
    if (ids.size() > 1) {
      int id = ids.get(closes ? 1 : 0);
      if (accepted(() -> session.clear(id))) {
        expected.remove(id);
      }
      put(session, id, Session.utf8("after the clear"), 33);
    }
    session.records.life().beginEpoch();
    session.records.settleAll();
  }

  private void put(Session session, int cacheId, byte[] key, int lengthBytes) {
    byte[] value = Session.value(cacheId, Session.text(key), 9, lengthBytes);
    if (accepted(() -> session.put(cacheId, key, value, EntryRef.ETERNAL))) {
      expect(cacheId, key, value);
      if (!Arrays.equals(value, session.get(cacheId, key))) {
        throw new AssertionError(Session.text(key) + " does not read as it was put");
      }
    }
  }

  /**
   * What was found whole and what was put since is there after a restart, and nothing else. With
   * true checksums a tombstone may be as new as it likes, so there an entry may be missed.
   */
  private void requireExpected(Medium medium) {
    byte[] before = copy(medium);
    Session session = Session.open(medium);
    session.takeRecovered(before.length);
    List<Judge.Served> served = readAll(session);
    PoolImage image = new PoolImage(before, session.records.pool().geometry());
    Judge.checkBytes(image, served);
    Map<Integer, Map<ByteBuffer, byte[]>> missing = new TreeMap<>();
    expected.forEach((id, entries) -> missing.put(id, new TreeMap<>(entries)));
    for (Judge.Served each : served) {
      byte[] value =
          missing.getOrDefault(each.cacheId(), Map.of()).remove(ByteBuffer.wrap(each.key()));
      if (value == null || !Arrays.equals(value, each.value())) {
        throw new AssertionError("after a restart there is " + each + ", which was not");
      }
    }
    missing.forEach(
        (id, entries) -> {
          if (!entries.isEmpty() && !repaired) {
            byte[] key = entries.keySet().iterator().next().array();
            throw new AssertionError(
                "after a restart " + Session.text(key) + " of cache " + id + " is gone");
          }
        });
    session.records.close();
    PoolCheckReport report = PoolCheck.run(medium);
    // The line of a chunk stays damaged until the chunk gets a class again.
    List<String> problems =
        report.problems().stream().filter(problem -> !problem.contains(" of chunk ")).toList();
    if (!problems.isEmpty() || !report.clean()) {
      throw new AssertionError("after a restart and a close: " + problems);
    }
  }
}
