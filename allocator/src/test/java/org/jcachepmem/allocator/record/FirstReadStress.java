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
 * The first read after a restart compares the checksum, while the slot goes to another record: its
 * bytes are never believed, and the old record is not called damaged for them.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the old value")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "look it up again")
@State
public class FirstReadStress {
  private final ReusedSlot slot = new ReusedSlot(VerifyReads.FIRST);
  private final EntryRef recovered = slot.unverified();

  @Actor
  public void writer(III_Result result) {
    slot.records.retire(slot.stripe, recovered);
    result.r2 = slot.reuse();
  }

  @Actor
  public void reader(III_Result result) {
    result.r1 = slot.read(recovered);
  }

  @Arbiter
  public void damage(III_Result result) {
    result.r3 = recovered.isDamaged() ? 1 : 0;
  }
}
