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

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Whoever finds a handle, even by a race, finds all of where the record is. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "not found")
@Outcome(id = "4096, 3, 5", expect = ACCEPTABLE, desc = "whole")
@State
public class PublicationStress {
  private static final long OFFSET = 4096;
  private static final int KEY_BYTES = 3;
  private static final int VALUE_BYTES = 5;

  private @Nullable EntryRef found;

  @Actor
  public void publisher() {
    found = EntryRef.of(OFFSET, KEY_BYTES, VALUE_BYTES, EntryRef.ETERNAL, true);
  }

  @Actor
  public void reader(III_Result result) {
    EntryRef entry = found;
    if (entry != null) {
      result.r1 = (int) entry.offset();
      result.r2 = entry.keyLength();
      result.r3 = entry.valueLength();
    }
  }
}
