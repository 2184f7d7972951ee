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

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.jcachepmem.allocator.pool.VerifyReads;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads retire one record, as an eviction and a put may: its slot is given back once. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the first one won")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the second one won")
@State
public class RetireStress {
  private final ReusedSlot slot = new ReusedSlot(VerifyReads.NEVER);

  @Actor
  public void evicts(III_Result result) {
    result.r1 = retire();
  }

  @Actor
  public void settles(III_Result result) {
    result.r2 = retire();
    slot.records.settleAll();
  }

  private int retire() {
    return slot.records.retire(slot.stripe, slot.old) ? 1 : 0;
  }

  /** Bytes that are still taken, or still wait. */
  @Arbiter
  public void left(III_Result result) {
    slot.records.settleAll();
    result.r3 = (int) (slot.records.usedBytes() + slot.records.backlogBytes());
  }
}
