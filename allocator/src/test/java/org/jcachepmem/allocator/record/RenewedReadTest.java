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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A handle is renewed in the middle of a read, after the reader took the place of the record: made
 * by hand what {@link RenewedReadStress} leaves to chance.
 */
class RenewedReadTest {
  private Runnable beforeCopy = () -> {};

  /** Runs something, once, before the next copy out of the pool. */
  private final class SteppedMedium extends WrappedMedium {
    SteppedMedium(Medium delegate) {
      super(delegate);
    }

    @Override
    protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
      if (isRead) {
        Runnable step = beforeCopy;
        beforeCopy = () -> {};
        step.run();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(VerifyReads.class)
  void aCopyOfASlotThatIsAnotherKeysByThenIsNotBelieved(VerifyReads verifyReads) {
    ReusedSlot slot = new ReusedSlot(verifyReads, SteppedMedium::new);
    int[] made = new int[2];
    beforeCopy =
        () -> {
          made[0] = slot.renew();
          made[1] = slot.reuse();
        };
    assertEquals(ReusedSlot.GONE, slot.read(slot.old));
    assertEquals(1, made[0], "the handle was not renewed");
    assertEquals(1, made[1], "the slot was not reused");
    assertEquals(ReusedSlot.NEW, slot.read(slot.old));
  }
}
