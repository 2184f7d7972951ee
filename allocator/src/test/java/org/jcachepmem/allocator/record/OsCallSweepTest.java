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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sweep over calls to the system, with one way to fail and each call once. */
class OsCallSweepTest {
  @Test
  @Timeout(120)
  void noCallThatFailsLosesOrLocksOrLeaks() throws IOException {
    Path directory = OsCallSweep.directory();
    OsCallSweep sweep = new OsCallSweep(directory);
    sweep.run(false);
    System.out.println(sweep.summary());
    assertEquals(List.of(), sweep.violations());
    Files.delete(directory);
  }
}
