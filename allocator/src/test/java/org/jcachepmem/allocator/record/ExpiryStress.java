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
 * The expiry changes in the word that has the checksum, too: a reader that compares it finds the
 * value intact, and the expiry is the earlier or the later one.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "eternal as before")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "changed")
@State
public class ExpiryStress {
  /** Both halves differ from those of the eternal one. */
  private static final long LATER = 0x0000_0199_1234_5678L;

  private final ReusedSlot slot = new ReusedSlot(VerifyReads.ALWAYS);
  private final EntryRef entry = slot.old.expirable();

  @Actor
  public void writer() {
    slot.stripe.lock();
    slot.records.storeExpiry(slot.stripe, entry, LATER, true);
    slot.stripe.unlock();
  }

  @Actor
  public void reader(II_Result result) {
    result.r1 = slot.read(entry);
    long expiry = entry.expiryMillis();
    result.r2 = expiry == EntryRef.ETERNAL ? 0 : expiry == LATER ? 1 : ReusedSlot.TORN;
  }
}
