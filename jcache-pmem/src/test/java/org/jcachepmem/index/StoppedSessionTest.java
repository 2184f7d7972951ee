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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who watches a pool is told that it has stopped. */
class StoppedSessionTest {
  @Test
  void aStoppedPoolIsNotUsable() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      SharedPoolSession session = fixture.session("watched");
      assertTrue(session.figures().usable());
      fixture.records.life().stop(new OutOfMemoryError("planted"));
      assertFalse(session.figures().usable());
      fixture.kill();
      assertTrue(fixture.session("watched").figures().usable());
    }
  }
}
