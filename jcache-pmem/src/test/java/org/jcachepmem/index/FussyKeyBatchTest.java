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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.index.EntryStore.Write;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.junit.jupiter.api.Test;

/** Several puts, of which one fails because of its key's own {@code equals}. */
class FussyKeyBatchTest {
  private static final int PUTS = 9;
  private static final int FUSSY = 4;

  /** What happens when the key with the number {@link #FUSSY} is asked whether it is equal. */
  private static Runnable whenAsked = () -> {};

  private static final KeyIdentities<Fussy> KEYS = CodecKeys.of(new FussyCodec());

  /** A key that its predecessor's hash collides with, and that does not always like being asked. */
  private record Fussy(int number) {
    @Override
    public boolean equals(Object other) {
      if (number == FUSSY) {
        whenAsked.run();
      }
      return other instanceof Fussy fussy && fussy.number == number;
    }

    @Override
    public int hashCode() {
      return number == FUSSY ? FUSSY - 1 : number;
    }
  }

  private static final class FussyCodec implements Codec<Fussy> {
    @Override
    public String id() {
      return "fussy";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean isCanonical() {
      return false;
    }

    @Override
    public byte[] encode(Fussy object) {
      return Integer.toString(object.number()).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Fussy decode(byte[] bytes) {
      return new Fussy(Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII)));
    }
  }

  private static List<Write> writes(int version) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < PUTS; i++) {
      writes.add(new Write(KEYS.of(new Fussy(i)), value(version, i), EntryRef.ETERNAL));
    }
    return writes;
  }

  /** Values of each version have slots of their own class, so that none renews another's handle. */
  private static byte[] value(int version, int number) {
    byte[] value = new byte[200 * version];
    value[0] = (byte) version;
    value[1] = (byte) number;
    return value;
  }

  private static void calm() {
    whenAsked = () -> {};
  }

  private static Runnable throwing(int patience) {
    AtomicInteger left = new AtomicInteger(patience);
    return () -> {
      if (left.decrementAndGet() == 0) {
        throw new IllegalStateException("not now");
      }
    };
  }

  private static PoolFixture fixture() {
    return new PoolFixture(
        new PagedMedium(new RecordingMedium(8 << 20)), FormatOptions.standard(1_700_000_000_000L));
  }

  private static int versionOf(PooledEntries store, int number) {
    byte[] value = Values.read(store, KEYS.of(new Fussy(number)));
    if (value == null) {
      return 0;
    }
    assertArrayEquals(value(value[0], number), value);
    return value[0];
  }

  /**
   * Wherever it throws: the others are all written, or none of them, by what is read at once and
   * after the next start. Written, and not to be found, they would come back some day.
   *
   * @return whether it threw
   */
  private static boolean putAllThrowing(int patience, boolean isOverwrite, List<Boolean> written) {
    PoolFixture fixture = fixture();
    PooledEntries store = fixture.attach("fussy", KEYS);
    store.putAll(isOverwrite ? writes(1) : writes(1).subList(FUSSY - 1, FUSSY));
    whenAsked = throwing(patience);
    boolean threw = false;
    try {
      store.putAll(writes(2));
    } catch (IllegalStateException e) {
      threw = true;
      assertEquals("not now", e.getMessage());
    }
    calm();
    List<Integer> versions = new ArrayList<>();
    for (int i = 0; i < PUTS; i++) {
      versions.add(versionOf(store, i));
    }
    assertEquals(versions.get(0) == 2 ? 2 : 1, versions.get(FUSSY - 1), versions::toString);
    for (int i = 0; i < PUTS; i++) {
      if (i != FUSSY && i != FUSSY - 1) {
        assertEquals(versions.get(0), versions.get(i), versions::toString);
      }
    }
    written.add(threw && versions.get(0) == 2);
    fixture.restart();
    store = fixture.attach("fussy", KEYS);
    for (int i = 0; i < PUTS; i++) {
      assertEquals(versions.get(i), versionOf(store, i), "key " + i + " after " + patience);
    }
    fixture.close();
    return threw;
  }

  @Test
  void theOthersAreWrittenAllOrNone() {
    for (boolean isOverwrite : List.of(false, true)) {
      List<Boolean> written = new ArrayList<>();
      int patience = 1;
      while (putAllThrowing(patience, isOverwrite, written)) {
        patience++;
        assertTrue(patience < 100, "it never calms down");
      }
      assertTrue(written.contains(true), () -> "never after the others were written: " + written);
    }
  }

  /** What counts twice could have a put refused: so only the one that is being published does. */
  @Test
  void noneButTheOneBeingPublishedCountsTwice() {
    PoolFixture fixture = fixture();
    PooledEntries store = fixture.attach("fussy", KEYS);
    store.putAll(writes(1).subList(FUSSY - 1, FUSSY));
    List<Long> expected = new ArrayList<>();
    whenAsked = () -> expected.add(store.share().expectedBytes());
    store.putAll(writes(1));
    calm();
    assertTrue(expected.size() > 1, expected::toString);
    long most = expected.stream().mapToLong(Long::longValue).max().orElseThrow();
    long weightBytes = store.share().weightBytes();
    assertEquals(weightBytes + weightBytes / PUTS, most, expected::toString);
    fixture.close();
  }
}
