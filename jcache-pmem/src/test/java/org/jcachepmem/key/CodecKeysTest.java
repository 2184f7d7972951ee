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
package org.jcachepmem.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.TestCodecs;
import org.junit.jupiter.api.Test;

/** Equal keys are one key, however their identities were made; and kept identities stand alone. */
final class CodecKeysTest {

  private static final KeyIdentities<Object> ANY =
      CodecKeys.of(TestCodecs.registry().codec(Object.class));

  private static <K> KeyIdentities<K> of(Class<K> type) {
    return CodecKeys.of(TestCodecs.registry().codec(type));
  }

  private static final List<Object> KEYS =
      List.of(
          1L,
          2L,
          -1L,
          1,
          (short) 1,
          (byte) 1,
          true,
          '\1',
          1.0,
          1f,
          "",
          "a",
          "1234567",
          "12345678",
          "123456789",
          "1234567890123456",
          "12345678901234567",
          "a long key that needs an array",
          new UUID(1, 2),
          new UUID(2, 1),
          Instant.EPOCH,
          TimeUnit.DAYS,
          new Date(3),
          List.of("x", "y"),
          java.math.BigInteger.TEN);

  @Test
  void lookupStoredAndDetachedIdentitiesAreEqual() {
    for (Object key : KEYS) {
      check(ANY, key);
      check(own(key), key);
      for (Object other : KEYS) {
        assertEquals(key.equals(other), ANY.of(key).equals(ANY.of(other)), key + " and " + other);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static KeyIdentities<Object> own(Object key) {
    return (KeyIdentities<Object>) of(key.getClass());
  }

  private static void check(KeyIdentities<Object> identities, Object key) {
    KeyIdentity lookup = identities.of(key);
    KeyIdentity kept = lookup.detached();
    KeyIdentity stored = identities.ofStored(lookup.bytes().clone());
    for (KeyIdentity identity : List.of(lookup, kept, stored, stored.detached(), kept.detached())) {
      assertEquals(lookup, identity);
      assertEquals(lookup.hashCode(), identity.hashCode());
      assertEquals(lookup.isCanonical(), identity.isCanonical());
      assertArrayEquals(lookup.bytes(), identity.bytes());
      assertEquals(key, identities.key(identity));
      assertFalse(identity.toString().isEmpty());
    }
  }

  @Test
  void smallKeysHaveNoArray() {
    assertInstanceOf(LongKey.class, of(LocalDate.class).of(LocalDate.EPOCH));
    assertInstanceOf(LongKey.class, ANY.of(LocalDate.EPOCH));
    assertInstanceOf(LongKey.class, ANY.of(1.0));
    assertInstanceOf(TwoLongKey.class, ANY.of(LocalDateTime.MIN));
    assertInstanceOf(LongKey.class, of(String.class).of("01234567"));
    assertInstanceOf(TwoLongKey.class, of(String.class).of("0123456789012345"));
    KeyIdentity key = of(LocalDate.class).of(LocalDate.EPOCH);
    assertSame(key, key.detached());
  }

  @Test
  void numbersUuidsAndLongStringsAreIndexedAsTheyAre() {
    String text = "01234567890123456";
    for (Object key : List.of(7L, -7L, 7, (short) 7, (byte) 7, '7', new UUID(0x4000, 2), text)) {
      for (KeyIdentities<Object> identities : List.of(own(key), ANY)) {
        assertSame(key, identities.indexKey(key));
        KeyIdentity identity = identities.of(key);
        assertSame(identity, identity.detached());
        assertSame(key, identity.indexKey());
        assertEquals(identity, identities.identity(key));
        KeyIdentity stored = identities.ofStored(identity.bytes().clone());
        assertEquals(key, stored.indexKey());
        assertEquals(identity.hashCode(), stored.hashCode());
      }
    }
    KeyIdentity kept = ANY.of("short");
    assertSame(kept, kept.indexKey());
    assertSame(kept, ANY.identity(kept));
    assertEquals(kept, ANY.indexKey("short"));
  }

  @Test
  void numbersAndUuidsMadeOfTwoNumbersHaveHashesOfTheirOwn() {
    Set<Integer> longs = new HashSet<>();
    Set<Integer> uuids = new HashSet<>();
    for (long i = 0; i < 1000; i++) {
      Object number = of(Long.class).indexKey(i << 32 | i);
      Object uuid = of(UUID.class).indexKey(new UUID(i, i));
      longs.add(number.hashCode());
      uuids.add(uuid.hashCode());
    }
    assertTrue(longs.size() > 990, "hashes of longs: " + longs.size());
    assertTrue(uuids.size() > 990, "hashes of UUIDs: " + uuids.size());
  }

  /** As a damaged or a hostile pool may have them. */
  @Test
  void storedBytesThatNoKeyHasEqualNoOtherKey() {
    byte[] wide = new byte[1 + 2 * 20]; // 20 zeros that would have been written in half the bytes
    wide[0] = 1;
    KeyIdentity stored = of(String.class).ofStored(wide);
    assertNotEquals(of(String.class).of("\0".repeat(20)), stored);
    assertArrayEquals(wide, stored.bytes());
    for (byte[] bytes : List.of(new byte[0], new byte[3], new byte[30])) {
      for (Class<?> type : List.of(Long.class, String.class, UUID.class)) {
        assertArrayEquals(bytes, of(type).ofStored(bytes).bytes());
      }
    }
    byte[] tagged = new byte[30];
    for (int tag = 1; tag < 128; tag++) {
      tagged[0] = (byte) tag;
      assertArrayEquals(tagged, ANY.ofStored(tagged).bytes());
    }
  }

  @Test
  @SuppressWarnings("unchecked") // as an application without generics does
  void keysOfAnotherClassThanTheCachesAreRefused() {
    KeyIdentities<Object> longs = (KeyIdentities<Object>) (KeyIdentities<?>) of(Long.class);
    assertThrows(ClassCastException.class, () -> longs.indexKey("a string of more than 16"));
    assertThrows(ClassCastException.class, () -> longs.of(7));
  }

  @Test
  void byteArraysCompareByContentAndKeptOnesAreCopies() {
    for (int length : new int[] {0, 1, 8, 9, 10, 16, 17, 18, 100}) {
      byte[] callers = new byte[length];
      KeyIdentities<byte[]> identities = of(byte[].class);
      KeyIdentity kept = identities.of(callers).detached();
      assertEquals(identities.of(callers.clone()), kept);
      if (length > 0) {
        callers[length - 1] = 1;
        assertNotEquals(identities.of(callers), kept);
        assertArrayEquals(new byte[length], kept.bytes());
      }
      byte[] read = identities.key(kept);
      assertArrayEquals(new byte[length], read);
      if (length > 0) {
        read[0] = 9; // the caller's to change
        assertArrayEquals(new byte[length], kept.bytes());
      }
    }
  }

  @Test
  void objectsWithDifferentBytesAreOneKeyIfEqual() {
    String shared = new String("s");
    Pair once = new Pair(shared, shared);
    Pair twice = new Pair(new String("s"), new String("s"));
    KeyIdentity first = ANY.of(once);
    KeyIdentity second = ANY.of(twice);
    assertFalse(Arrays.equals(first.bytes(), second.bytes()));
    assertEquals(first, second);
    assertEquals(first.hashCode(), second.hashCode());
    assertEquals(ANY.ofStored(first.bytes()), second.detached());
    assertEquals(ANY.of(List.of(1)), ANY.of(new ArrayList<>(List.of(1))));
    assertFalse(first.isCanonical());
    assertFalse(ANY.isCanonical());
  }

  @Test
  void keptObjectIsNeverTheCallers() {
    Date date = new Date(1);
    KeyIdentity kept = ANY.of(date).detached();
    date.setTime(2);
    assertEquals(ANY.of(new Date(1)), kept);
    assertNotEquals(ANY.of(date), kept);
    Object read = ANY.key(kept);
    assertNotSame(read, ANY.key(kept));
    ((Date) read).setTime(3);
    assertEquals(new Date(1), ANY.key(kept));
    KeyIdentity lookup = ANY.of(date);
    assertNotSame(date, ANY.key(lookup));
  }

  @Test
  void keyThatIsNotEqualToItsCopyIsRefused() {
    KeyIdentity lookup = ANY.of(new NoEquals());
    CacheException e = assertThrows(CacheException.class, lookup::detached);
    assertTrue(
        e.getMessage().contains("NoEquals") && e.getMessage().contains("equals"), e.getMessage());
  }

  @Test
  void lookupsOfObjectsDoNotSerialise() {
    Codec<Object> codec = TestCodecs.registry().codec(Object.class);
    KeyIdentity lookup = CodecKeys.of(codec).of(new Unserialisable(1));
    assertEquals(lookup, CodecKeys.of(codec).of(new Unserialisable(1)));
    assertThrows(CacheException.class, lookup::bytes);
  }

  @Test
  void hashesSpread() {
    int[] low = new int[64];
    int[] high = new int[64];
    Random random = new Random(5);
    for (int i = 0; i < 64_000; i++) {
      KeyIdentity key =
          switch (i % 4) {
            case 0 -> of64(i * 64L);
            case 1 -> ANY.of((long) i << 32);
            case 2 -> ANY.of("user-" + i);
            default -> ANY.of(new UUID(0, random.nextLong() & 0xFFFF0000L));
          };
      low[key.hashCode() & 63]++;
      high[key.hashCode() >>> 26]++;
    }
    for (int i = 0; i < 64; i++) {
      assertTrue(low[i] > 700 && low[i] < 1300, "low " + i + ": " + low[i]);
      assertTrue(high[i] > 700 && high[i] < 1300, "high " + i + ": " + high[i]);
    }
  }

  private static final KeyIdentities<Long> LONGS = of(Long.class);

  private static KeyIdentity of64(long key) {
    return LONGS.of(key);
  }

  @Test
  void textIsShortAndReadable() {
    assertTrue(of(String.class).of("customer-17").toString().contains("customer-17"));
    assertTrue(ANY.of("x".repeat(1000)).toString().length() < 100);
    assertTrue(ANY.of(new ArrayList<>(List.of("x".repeat(1000)))).toString().length() < 100);
    assertTrue(ANY.of(5L).toString().startsWith("0x"));
    assertTrue(ANY.of(new BadText()).toString().contains("toString failed"));
  }

  private record Pair(String left, String right) implements Serializable {}

  private record Unserialisable(int id) {}

  private static final class NoEquals implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private record BadText() implements Serializable {
    @Override
    public String toString() {
      throw new IllegalStateException();
    }
  }
}
