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

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a writing JVM was about to do and what it was told to be done: a mapped file, whose pages
 * the operating system keeps when the JVM is killed. It would not survive a crash of the system.
 *
 * <p>Each thread has a part of its own, of records of 64 bytes, so that nobody waits. A begin and
 * an end take a tick from one counter, which gives an order that agrees with real time. A record
 * counts from the moment its begin is stored, which is the last of its stores and comes before the
 * operation's first; it is done from the moment its end is stored.
 */
final class Journal implements AutoCloseable {

  /** Parts: of the main thread, and of those that write. */
  static final int PARTS = 5;

  static final int RECORDS = 32_768;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER_BYTES = 4096;
  private static final int DEATH_AT = 8;
  private static final int PHASE_AT = 64;
  private static final int CURSORS_AT = 128;
  private static final int ENTERED_AT = 1024;
  private static final int LINE_BYTES = 64;
  private static final int RECORD_BYTES = 64;
  private static final int PART_BYTES = RECORDS * RECORD_BYTES;

  private static final int BEGIN_AT = 0;
  private static final int END_AT = 8;
  private static final int STAMP_AT = 16;
  private static final int EXPECTED_AT = 24;
  private static final int FOUND_AT = 32;
  private static final int BEGIN_MILLIS_AT = 40;
  private static final int END_MILLIS_AT = 44;
  private static final int KEY_AT = 48;
  private static final int SUBJECT_AT = 52;
  private static final int KIND_AT = 53;
  private static final int OUTCOME_AT = 54;

  private final ByteBuffer bytes;
  private final AtomicLong ticks = new AtomicLong();

  private Journal(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A new, empty one. */
  static Journal create(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Journal journal = map(channel);
      journal.bytes.putLong(0, System.currentTimeMillis());
      return journal;
    }
  }

  /** One that was created, by this JVM or another. */
  static Journal open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return map(channel);
    }
  }

  private static Journal map(FileChannel channel) throws IOException {
    long length = HEADER_BYTES + (long) PARTS * PART_BYTES;
    return new Journal(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
  }

  private long baseMillis() {
    return bytes.getLong(0);
  }

  // ---- for who watches

  /** Says what the life is at. */
  void enter(Phase phase) {
    LONGS.setVolatile(bytes, PHASE_AT, (long) phase.ordinal());
    LONGS.getAndAdd(bytes, enteredAt(phase), 1L);
  }

  /** How often the life has entered {@code phase}. */
  long entered(Phase phase) {
    return (long) LONGS.getVolatile(bytes, enteredAt(phase));
  }

  /** What it entered last. */
  Phase phase() {
    return Phase.values()[(int) (long) LONGS.getVolatile(bytes, PHASE_AT)];
  }

  private static int enteredAt(Phase phase) {
    return ENTERED_AT + phase.ordinal() * LINE_BYTES;
  }

  /** How many operations of writing threads have begun. */
  long operations() {
    long sum = 0;
    for (int part = 1; part < PARTS; part++) {
      sum += (long) LONGS.getVolatile(bytes, CURSORS_AT + part * LINE_BYTES);
    }
    return sum;
  }

  /** A number that changes as long as the life does anything. */
  long progress() {
    long sum = operations() + (long) LONGS.getVolatile(bytes, CURSORS_AT);
    for (Phase phase : Phase.values()) {
      sum += entered(phase);
    }
    return sum;
  }

  // ---- for who writes

  Part part(int number) {
    return new Part(number);
  }

  /** The records of one thread. */
  final class Part {
    private final int cursorAt;
    private final int recordsAt;
    private int used;

    private Part(int number) {
      cursorAt = CURSORS_AT + number * LINE_BYTES;
      recordsAt = HEADER_BYTES + number * PART_BYTES;
      used = (int) (long) LONGS.getVolatile(bytes, cursorAt);
    }

    boolean hasRoom(int records) {
      return used + records <= RECORDS;
    }

    /** A tick, for {@link #found}. */
    long tick() {
      return ticks.incrementAndGet();
    }

    /** An operation is about to begin. Returns where its record is. */
    int begin(Subject subject, int key, Kind kind, long stamp, long expected) {
      int at = fill(subject, key, kind, stamp, expected);
      LONGS.setRelease(bytes, at + BEGIN_AT, ticks.incrementAndGet());
      VarHandle.fullFence(); // nothing of the operation comes before
      return at;
    }

    /** It returned. */
    void end(int at, Outcome outcome, long found) {
      VarHandle.fullFence(); // nothing of the operation comes after
      bytes.putLong(at + FOUND_AT, found);
      bytes.putInt(at + END_MILLIS_AT, millis());
      bytes.put(at + OUTCOME_AT, (byte) outcome.ordinal());
      LONGS.setRelease(bytes, at + END_AT, ticks.incrementAndGet());
    }

    /** A read that has no effect, of a key that is known only now. */
    void found(Subject subject, int key, long beginTick, long beginMillis, long found) {
      int at = fill(subject, key, Kind.GET, 0, 0);
      bytes.putInt(at + BEGIN_MILLIS_AT, (int) (beginMillis - baseMillis()));
      bytes.putLong(at + FOUND_AT, found);
      bytes.putInt(at + END_MILLIS_AT, millis());
      bytes.put(at + OUTCOME_AT, (byte) Outcome.YES.ordinal());
      bytes.putLong(at + END_AT, ticks.incrementAndGet());
      LONGS.setRelease(bytes, at + BEGIN_AT, beginTick);
    }

    private int fill(Subject subject, int key, Kind kind, long stamp, long expected) {
      int at = recordsAt + used * RECORD_BYTES;
      used++;
      bytes.putLong(at + STAMP_AT, stamp);
      bytes.putLong(at + EXPECTED_AT, expected);
      bytes.putInt(at + BEGIN_MILLIS_AT, millis());
      bytes.putInt(at + KEY_AT, key);
      bytes.put(at + SUBJECT_AT, (byte) subject.ordinal());
      bytes.put(at + KIND_AT, (byte) kind.ordinal());
      LONGS.setRelease(bytes, cursorAt, (long) used);
      return at;
    }

    private int millis() {
      return (int) (System.currentTimeMillis() - baseMillis());
    }
  }

  // ---- for who judges

  /** Says that the life is dead, now. */
  void died() {
    bytes.putLong(DEATH_AT, System.currentTimeMillis());
  }

  /** All operations, of a life that has {@link #died}. */
  List<Operation> read() {
    long deathMillis = bytes.getLong(DEATH_AT);
    List<Operation> operations = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int at = HEADER_BYTES + part * PART_BYTES;
      for (int i = 0; i < RECORDS && bytes.getLong(at) != 0; i++, at += RECORD_BYTES) {
        operations.add(operation(at, deathMillis));
      }
    }
    return operations;
  }

  private Operation operation(int at, long deathMillis) {
    long end = bytes.getLong(at + END_AT);
    boolean pending = end == 0;
    return new Operation(
        Subject.values()[bytes.get(at + SUBJECT_AT)],
        bytes.getInt(at + KEY_AT),
        Kind.values()[bytes.get(at + KIND_AT)],
        bytes.getLong(at),
        pending ? Long.MAX_VALUE : end,
        baseMillis() + bytes.getInt(at + BEGIN_MILLIS_AT),
        pending ? deathMillis : baseMillis() + bytes.getInt(at + END_MILLIS_AT),
        bytes.getLong(at + STAMP_AT),
        bytes.getLong(at + EXPECTED_AT),
        pending ? Outcome.PENDING : Outcome.values()[bytes.get(at + OUTCOME_AT)],
        pending ? 0 : bytes.getLong(at + FOUND_AT));
  }

  /** Keeps the mapping, until nobody refers to it. */
  @Override
  public void close() {}
}
