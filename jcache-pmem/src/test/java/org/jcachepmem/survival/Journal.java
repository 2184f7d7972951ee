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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a writing JVM was about to do and what it was told to be done, in an order that agrees with
 * real time: a file that is appended to before each operation and after its return, and that
 * outlives a kill.
 *
 * <p>A value that a key may have after a kill is that of an operation before whose end no
 * acknowledged operation on the key began that also began later, whichever thread did it.
 */
final class Journal implements AutoCloseable {

  /** The version that stands for no entry. */
  static final long ABSENT = 0;

  /** In place of a key: the operation was on all keys. */
  static final int ALL = -1;

  private static final int RECORD_BYTES = 24;
  private static final byte BEGUN = 1;
  private static final byte DONE = 2;
  private static final byte WITHOUT_EFFECT = 3;
  private static final long NEVER = Long.MAX_VALUE;

  private final FileChannel channel;
  private long operations;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  static Journal create(Path path) throws IOException {
    Files.deleteIfExists(path);
    return new Journal(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
  }

  /** An operation begins that makes {@code version} the key's. Returns its number. */
  synchronized long begin(int cache, int key, long version) throws IOException {
    append(BEGUN, cache, key, version, ++operations);
    return operations;
  }

  /** An operation returned, having done what it began or nothing. */
  synchronized void end(long operation, boolean hadEffect) throws IOException {
    append(hadEffect ? DONE : WITHOUT_EFFECT, 0, 0, 0, operation);
  }

  private void append(byte what, int cache, int key, long version, long operation)
      throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    record.put(what).put((byte) cache).putShort((short) 0).putInt(key);
    record.putLong(version).putLong(operation).flip();
    channel.write(record);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** One operation, from its beginning to its end as places in the journal. */
  private static final class Operation {
    private final int cache;
    private final int key;
    private final long version;
    private final long begun;
    private long ended = NEVER;

    Operation(int cache, int key, long version, long begun) {
      this.cache = cache;
      this.key = key;
      this.version = version;
      this.begun = begun;
    }
  }

  /** The versions that the journal at {@code path} allows each of {@code keys} keys of a cache. */
  static List<Set<Long>> allowed(Path path, int cache, int keys) throws IOException {
    List<List<Operation>> histories = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      histories.add(new ArrayList<>());
    }
    for (Operation operation : read(path)) {
      if (operation.cache == cache && operation.key == ALL) {
        histories.forEach(history -> history.add(operation));
      } else if (operation.cache == cache) {
        histories.get(operation.key).add(operation);
      }
    }
    return histories.stream().map(Journal::allowed).toList();
  }

  private static Set<Long> allowed(List<Operation> history) {
    long lastBegun =
        history.stream().filter(o -> o.ended != NEVER).mapToLong(o -> o.begun).max().orElse(-1);
    Set<Long> versions = new HashSet<>();
    history.stream().filter(o -> o.ended > lastBegun).forEach(o -> versions.add(o.version));
    if (lastBegun < 0) {
      versions.add(ABSENT);
    }
    return versions;
  }

  private static Iterable<Operation> read(Path path) throws IOException {
    ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(path));
    Map<Long, Operation> operations = new HashMap<>();
    for (long at = 0; records.remaining() >= RECORD_BYTES; at++) {
      byte what = records.get();
      int cache = records.get();
      records.getShort();
      int key = records.getInt();
      long version = records.getLong();
      long number = records.getLong();
      if (what == BEGUN) {
        operations.put(number, new Operation(cache, key, version, at));
      } else if (what == DONE) {
        operations.get(number).ended = at;
      } else {
        operations.remove(number);
      }
    }
    return operations.values();
  }
}
