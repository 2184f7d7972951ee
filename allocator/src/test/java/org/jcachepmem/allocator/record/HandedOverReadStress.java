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
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A reader that has found a handle reads by it while another one, which can expire, takes its
 * place, and its slot goes to another key's record by that.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the old value")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "look it up again")
@State
public class HandedOverReadStress {
  private final ReusedSlot slot = new ReusedSlot(VerifyReads.NEVER);

  @Actor
  public void writer(II_Result result) {
    slot.expiring();
    slot.replace();
    result.r2 = slot.reuse();
  }

  @Actor
  public void reader(II_Result result) {
    result.r1 = slot.read(slot.old);
  }
}
