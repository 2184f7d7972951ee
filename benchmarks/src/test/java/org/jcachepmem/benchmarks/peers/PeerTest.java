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
package org.jcachepmem.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a table compares must do the same: store bytes by key, by value. */
class PeerTest {
  private static final int VALUE_BYTES = 1024;
  private static final int ENTRIES = 100;

  @TempDir Path directory;

  static Stream<Arguments> peers() {
    return Arrays.stream(PeerKind.values())
        .flatMap(kind -> Arrays.stream(KeyKind.values()).map(keys -> Arguments.of(kind, keys)))
        .filter(a -> ((PeerKind) a.get()[0]).isCache());
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) number);
    return value;
  }

  @ParameterizedTest
  @MethodSource("peers")
  void whatIsPutIsFoundAndBelongsToWhoAsked(PeerKind kind, KeyKind keys) throws IOException {
    try (Peer peer = kind.open(new PeerSettings(directory, keys, VALUE_BYTES, ENTRIES))) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] given = value(i);
        peer.put(keys.key(i), given);
        given[0] = -1;
      }
      peer.put(keys.key(0), value(77));
      byte[] first = peer.get(keys.key(0));
      assertArrayEquals(value(77), first);
      assertNotNull(first);
      first[0] = -1;
      assertArrayEquals(value(77), peer.get(keys.key(0)));
      for (int i = 1; i < ENTRIES; i++) {
        assertArrayEquals(value(i), peer.get(keys.key(i)));
      }
      assertNull(peer.get(keys.key(ENTRIES + 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("peers")
  void manyAtATimeAreTheSameAsOneByOne(PeerKind kind, KeyKind keys) throws IOException {
    try (Peer peer = kind.open(new PeerSettings(directory, keys, VALUE_BYTES, ENTRIES))) {
      Map<Object, byte[]> entries = new HashMap<>();
      for (int i = 0; i < ENTRIES; i++) {
        entries.put(keys.key(i), value(i));
      }
      peer.putAll(entries);
      Map<Object, byte[]> found = peer.getAll(entries.keySet());
      assertEquals(entries.keySet(), found.keySet());
      entries.forEach((key, value) -> assertArrayEquals(value, found.get(key)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void limitsAndLayersLeftOutDoTheirWork(PeerKind kind) throws IOException {
    try (Peer peer = kind.open(new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, ENTRIES))) {
      for (long i = 0; i < ENTRIES; i++) {
        peer.put(i, value((int) i));
        byte[] value = peer.get(i);
        assertNotNull(value);
        assertEquals(VALUE_BYTES, value.length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesMayBeLarge(PeerKind kind) throws IOException {
    int bytes = 1 << 20;
    int entries = 4;
    try (Peer peer = kind.open(new PeerSettings(directory, KeyKind.LONG, bytes, entries))) {
      for (long i = 0; i < entries; i++) {
        peer.put(i, new byte[bytes]);
      }
      for (long i = 0; i < entries; i++) {
        byte[] value = peer.get(i);
        assertNotNull(value);
        assertEquals(bytes, value.length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("peers")
  void whoCanInvokeIncrements(PeerKind kind, KeyKind keys) throws IOException {
    try (Peer peer = kind.open(new PeerSettings(directory, keys, VALUE_BYTES, ENTRIES))) {
      peer.put(keys.key(1), value(1));
      if (kind.invokes()) {
        peer.increment(keys.key(1));
        byte[] incremented = peer.get(keys.key(1));
        assertNotNull(incremented);
        assertEquals(2, incremented[0]);
      }
    }
  }
}
