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
package org.jcachepmem.allocator.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The failing medium fails when it should, and only then. */
class FailingMediumTest {
  private final RecordingMedium recording = new RecordingMedium(4096);
  private final FailingMedium medium = new FailingMedium(recording);

  @Test
  void theNthStoreDoesNotHappen() {
    medium.failAt(FailingMedium.Step.STORE, 2);
    medium.putLong(0, 1);
    assertThrows(MediumFailedException.class, () -> medium.copyIn(8, new byte[] {1}, 0, 1));
    medium.putLong(16, 1);
    assertEquals(0, medium.getLong(8));
    assertEquals(1, medium.getLong(16));
    assertFalse(medium.hasFailed());
  }

  @Test
  void aFailedFenceIsForGood() {
    medium.failAt(FailingMedium.Step.FENCE, 1);
    medium.putLong(0, 1);
    medium.flush(0, 8);
    assertThrows(MediumFailedException.class, medium::fence);
    assertThrows(MediumFailedException.class, medium::fence);
    assertTrue(medium.hasFailed());
    assertFalse(recording.pendingLines().isEmpty());
    medium.repair();
    medium.fence();
    recording.assertAllDurable();
  }

  @Test
  void onlyTheVictimsStepsCount() throws InterruptedException {
    Thread other = new Thread(medium::fence);
    medium.victims(thread -> thread != other);
    medium.failAt(FailingMedium.Step.FENCE, 1);
    other.start();
    other.join();
    assertFalse(medium.hasFailed());
    assertThrows(MediumFailedException.class, medium::fence);
  }
}
