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

/**
 * An eviction retires a handle while it is renewed: each record is given back once or is live, and
 * the old one is queued before the new one, so that it can't come back when that one is settled.
 */
@JCStressTest
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "renewed, then evicted: the old one first")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "evicted first: the new one has a handle")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "evicted first, and settled by the put")
@State
public class RenewRetireStress {
  private final ReusedSlot slot = new ReusedSlot(VerifyReads.NEVER);

  @Actor
  public void puts(III_Result result) {
    result.r1 = slot.renew();
  }

  @Actor
  public void evicts(III_Result result) {
    result.r2 = slot.records.retire(slot.stripe, slot.old) ? 1 : 0;
  }

  /** How many records are queued in the right order, if those are all that are not live. */
  @Arbiter
  public void left(III_Result result) {
    long weight = slot.records.weightBytes(slot.old);
    long live = result.r1 == 1 ? 0 : weight;
    long last = -1;
    for (Retired queued : slot.stripe.queue) {
      long sequence = slot.records.sequence(queued.entry());
      result.r3 += sequence > last ? 1 : ReusedSlot.TORN;
      last = sequence;
    }
    boolean isAll = slot.records.backlogBytes() == result.r3 * weight;
    slot.records.settleAll();
    if (!isAll || slot.records.usedBytes() != live || slot.records.backlogBytes() != 0) {
      result.r3 = ReusedSlot.TORN;
    }
  }
}
