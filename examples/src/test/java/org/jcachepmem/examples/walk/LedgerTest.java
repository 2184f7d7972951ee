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
package org.jcachepmem.examples.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's own judge must see what went wrong. */
class LedgerTest {

  @TempDir Path directory;

  @Test
  void seesWhatWasLostDoneTwiceAndChanged() throws IOException {
    journals(Phase.COLD, "a 1\nb 2\nc 3\n", "a 1\nb 2\n");
    journals(Phase.CONTINUED, "b 2\nc 3\nd 4\n", "a 1\nb 2\nc 3\nd 4\n");
    journals(Phase.WARM, "", "a 1\nb 9\nc 3\nd 4\n");
    Ledger ledger = new Ledger(directory);
    assertEquals(1, ledger.lost(), "b had been returned and was analysed again");
    assertEquals(2, ledger.analysedTwice(), "b and c");
    assertEquals(1, ledger.changed(), "b");
  }

  @Test
  void leavesOutALineCutShort() throws IOException {
    journals(Phase.COLD, "a 1\nb 2", "a");
    journals(Phase.CONTINUED, "", "");
    journals(Phase.WARM, "", "");
    Ledger ledger = new Ledger(directory);
    assertEquals(1, ledger.analysed(Phase.COLD));
    assertEquals(0, ledger.returned(Phase.COLD));
  }

  @Test
  void analysesAClassFile() throws Exception {
    ClassFacts facts = Analyser.analyse(ClassFiles.read("java.base/java/lang/Object"));
    assertTrue(facts.methods() > 5 && facts.instructions() > 20 && facts.deepestStack() > 1);
    assertTrue(facts.uses().contains("java/lang/String"), () -> facts.uses().toString());
    assertFalse(facts.uses().contains("java/lang/Object"), "itself");
  }

  private void journals(Phase phase, String analysed, String returned) throws IOException {
    Files.writeString(phase.analysed(directory), analysed);
    Files.writeString(phase.returned(directory), returned);
  }
}
