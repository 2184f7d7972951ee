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
package org.jcachepmem.management;

/** What the chunks of one size class of a pool are used for. */
public interface SizeClassUsage {

  /** The most that a record of the class may have, key and value together, in bytes. */
  int getSlotBytes();

  /** Chunks that have the class. */
  int getChunks();

  /** Slots of these chunks. */
  long getSlots();

  /** Slots that are taken, by records that wait to be settled, too. */
  long getTakenSlots();

  /** The share of the slots that is taken, from 0 to 1. */
  double getFullness();

  /** Pool bytes of slots that are not taken: only records of this class can take them. */
  long getVacantBytes();
}
