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
package org.jcachepmem.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void saysWhatWasSaid() {
    Arguments arguments =
        new Arguments("--only", "get", "--only", "put", "--rounds", "3", "--disk", "/data");
    assertEquals(List.of("get", "put"), arguments.only());
    assertEquals(3, arguments.rounds(5));
    assertEquals(Path.of("/data"), arguments.disk());
    assertEquals(5, new Arguments().rounds(5));
    assertEquals(18, new Arguments().minutes(18));
    assertEquals(2, new Arguments("--minutes", "2").minutes(18));
    assertEquals(Long.MAX_VALUE, arguments.minutes(18), "rounds were said");
    assertTrue(new Arguments("--full").isFull());
    assertTrue(new Arguments("--smoke").isSmoke());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertEquals("unknown argument --fast", refusal("--fast"));
    assertEquals("--only needs a value", refusal("--only"));
    assertEquals("--rounds needs a number from 1 to 9999, not many", refusal("--rounds", "many"));
  }

  private static String refusal(String... words) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new Arguments(words)).getMessage());
  }
}
