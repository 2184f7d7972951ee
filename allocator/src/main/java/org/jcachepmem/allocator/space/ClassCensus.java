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
package org.jcachepmem.allocator.space;

/**
 * What the chunks of one size class are used for.
 *
 * @param slotBytes the most that a record of the class may have, key and value together
 * @param weightBytes pool bytes of a slot, its directory entry included
 * @param chunks chunks that have the class
 * @param slots slots of these chunks
 * @param takenSlots those that are taken, by records that wait to be settled, too
 */
public record ClassCensus(int slotBytes, int weightBytes, int chunks, long slots, long takenSlots) {

  /** Pool bytes of slots that only records of this class can take as things are. */
  public long vacantBytes() {
    return (slots - takenSlots) * weightBytes;
  }

  /** The share of the slots that is taken, from 0 to 1. */
  public double fullness() {
    return slots == 0 ? 0 : (double) takenSlots / slots;
  }
}
