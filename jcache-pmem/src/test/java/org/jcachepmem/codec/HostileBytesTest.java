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
package org.jcachepmem.codec;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import javax.cache.CacheException;
import org.hibernate.cache.internal.BasicCacheKeyImplementation;
import org.jcachepmem.allocator.hostile.KeptInputs;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stored bytes that nobody's encode made, and the fuzzer's kept inputs, without its agent. */
@Timeout(60)
final class HostileBytesTest {
  private static final long SEED = Long.getLong("seed", 7);
  private static final int FLIPS = 200;

  private static void run(byte[] input) {
    try {
      DecodeTrial.run(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
    }
  }

  @Test
  void samplesDecode() {
    HostileBytes.samples().forEach(sample -> assertNotNull(DecodeTrial.run(sample)));
  }

  @Test
  void noKeptInputFindsAnything() {
    List<byte[]> inputs = KeptInputs.of(HostileBytesTest.class, "kept-decode-inputs.txt");
    assertTrue(inputs.size() > 10, "kept inputs: " + inputs.size());
    inputs.forEach(HostileBytesTest::run);
  }

  @Test
  void noDamagedSampleFindsAnything() {
    System.out.println("hostile bytes: -Dseed=" + SEED);
    Random random = new Random(SEED);
    for (byte[] sample : HostileBytes.samples()) {
      for (int i = 0; i < FLIPS; i++) {
        byte[] damaged = sample.clone();
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
          damaged[random.nextInt(damaged.length)] = (byte) (random.nextInt() >> random.nextInt(8));
        }
        run(damaged);
      }
    }
  }

  @Test
  void keysNestedDeeperThanTheStackAreRefused() throws Exception {
    byte[] bytes = HostileBytes.nestedKeys(4_000);
    Codec<Object> codec = TestCodecs.registry().codec(Object.class);
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              assertThrows(CacheException.class, () -> codec.decode(bytes));
              return null;
            });
    new Thread(null, task, "little stack", 256 << 10).start();
    task.get();
  }

  @Test
  void nestedArraysThatClaimTheRestTakeLittleHeap() {
    assertNull(DecodeTrial.run(DecodeTrial.input(HostileBytes.greedyArrays(1_000))));
  }

  @Test
  void theArraysOfAStreamShareOneBudget() {
    assertNull(DecodeTrial.run(DecodeTrial.input(HostileBytes.greedyStream(900, 60_000))));
  }

  @Test
  void aStoredKeyThatHasNoHashIsRefused() {
    Codec<Object> codec = TestCodecs.registry().codec(Object.class);
    byte[] bytes = HostileBytes.cyclicList();
    assertNotNull(codec.decode(bytes.clone()));
    assertThrows(CacheException.class, () -> CodecKeys.of(codec).ofStored(bytes));
  }

  @Test
  void aStoredKeyThatCannotBeComparedIsRefused() {
    Codec<Object> codec = TestCodecs.registry().codec(Object.class);
    byte[] bytes = codec.encode(new BasicCacheKeyImplementation(7L, null, 7));
    KeyIdentity key = CodecKeys.of(codec).ofStored(bytes);
    CacheException refusal = assertThrows(CacheException.class, key::detached);
    assertInstanceOf(NullPointerException.class, refusal.getCause());
    assertNotNull(DecodeTrial.run(DecodeTrial.input(bytes)));
  }
}
