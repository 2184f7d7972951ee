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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kept inputs of the fuzzer, and a few random ones, without its agent. */
@Timeout(60)
class KeptInputsTest {
  private static final long SEED = Long.getLong("seed", 7);
  private static final int RANDOM_INPUTS = 1_000;

  private final Map<PoolTrial.Outcome, Integer> outcomes = new EnumMap<>(PoolTrial.Outcome.class);

  private void run(byte[] input) {
    try {
      outcomes.merge(PoolTrial.run(input), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
    }
  }

  @Test
  void noKeptInputFindsAnything() {
    List<byte[]> inputs = KeptInputs.of(KeptInputsTest.class, "kept-inputs.txt");
    assertTrue(inputs.size() > 50, "kept inputs: " + inputs.size());
    inputs.forEach(this::run);
    assertEquals(2, outcomes.size(), "pools are opened, and pools are refused: " + outcomes);
  }

  @Test
  void noRandomScriptFindsAnything() {
    System.out.println("hostile pools: -Dseed=" + SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_INPUTS; i++) {
      byte[] input = new byte[2 + 7 * (1 + random.nextInt(4))];
      random.nextBytes(input);
      run(input);
    }
  }

  @Test
  void theBasesAreSoundAndWholeInEveryWay() {
    for (int base = 0; base < BasePool.ALL.size(); base++) {
      for (int switches = 0; switches < 256; switches += 15) {
        run(new byte[] {(byte) base, (byte) switches});
      }
    }
    assertEquals(1, outcomes.size(), outcomes.toString());
  }
}
