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
 * A reader verifies a record on its first read, while its handle is renewed and the old slot goes
 * to another key's record: what it finds there is not held against the new record.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the old value")
@Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "the new value")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "look it up again")
@State
public class RenewedTrustStress {
  private final ReusedSlot slot = new ReusedSlot(VerifyReads.FIRST);
  private final EntryRef recovered = slot.unverified();

  @Actor
  public void writer(III_Result result) {
    slot.renew(recovered);
    result.r2 = slot.reuse();
  }

  @Actor
  public void reader(III_Result result) {
    result.r1 = slot.read(recovered);
  }

  @Arbiter
  public void damage(III_Result result) {
    result.r3 = recovered.isDamaged() || slot.read(recovered) != ReusedSlot.NEW ? 1 : 0;
  }
}
