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
package org.jcachepmem.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.medium.Media;
import org.junit.jupiter.api.Test;

/** Says on the console what this machine let the tests try, and what it did not. */
class MachineTest {

  @Test
  void namesWhatThisMachineHasAndLacks() {
    String java = System.getProperty("java.version");
    boolean seventeen = Runtime.version().feature() == 17;
    List<String> lacks = new ArrayList<>();
    List<String> has = new ArrayList<>(List.of("Java " + java));
    if (Media.hasLibpmem()) {
      has.add("libpmem");
    } else {
      lacks.add("libpmem, so that only the JDK's mapping was tested: " + Media.whyNoLibpmem());
    }
    System.out.println("Tested with " + String.join(" and ", has) + ".");
    lacks.forEach(lack -> System.out.println("This machine lacks " + lack + "."));
    System.out.println(
        "Not tested by this run: Java " + (seventeen ? "25" : "17") + "; .ci/run tests both.");
    if ("true".equals(System.getenv("CI"))) {
      assertEquals(List.of(), lacks, "continuous integration needs everything");
    }
  }
}
