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
package org.jcachepmem.survival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a violation left behind, judged once more. */
final class Replay {

  private Replay() {}

  /**
   * Judges the journals that are there, then has a new life read the pool that the last life but
   * one left. True if all is well.
   */
  static boolean run(LaneFiles files) throws IOException {
    long last = lastLife(files);
    long first = Files.exists(files.journal(last - 1)) ? last - 1 : last;
    System.out.println("Lives " + first + " to " + last + " of " + files.directory());
    boolean well = true;
    if (first < last) {
      well = findings(files.states(first), files.journal(first), files.sourceBefore()).isEmpty();
      well &= readAgain(files, last);
    }
    List<Judge.Finding> findings =
        findings(files.states(last), files.journal(last), files.source());
    if (first < last) {
      for (Judge.Finding finding : findings) {
        List<Operation> before = operations(files.journal(first));
        System.out.println(
            finding.subject()
                + " key "
                + finding.key()
                + " in life "
                + first
                + ":"
                + Judge.last(before, finding.subject(), finding.key()));
      }
    }
    return well && findings.isEmpty();
  }

  private static long lastLife(LaneFiles files) throws IOException {
    try (Stream<Path> all = Files.list(files.directory())) {
      return all.map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith("journal-"))
          .mapToLong(name -> Long.parseLong(name.substring("journal-".length())))
          .max()
          .orElseThrow(() -> new IOException("no journal in " + files.directory()));
    }
  }

  private static List<Operation> operations(Path journal) throws IOException {
    try (Journal read = Journal.open(journal)) {
      return read.read();
    }
  }

  private static List<Judge.Finding> findings(Path states, Path journal, Path source)
      throws IOException {
    List<Judge.Finding> findings =
        Judge.load(states).follow(operations(journal), SystemOfRecord.open(source)::stamp);
    System.out.println(journal + ": " + findings.size() + " keys impossible");
    findings.forEach(finding -> System.out.println(finding.what()));
    return findings;
  }

  private static boolean readAgain(LaneFiles files, long life) throws IOException {
    LaneFiles again = new LaneFiles(files.directory().resolve("again"));
    Files.createDirectories(again.directory());
    Files.deleteIfExists(again.journal(life));
    Files.copy(files.poolBefore(), again.pool(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(files.sourceBefore(), again.source(), StandardCopyOption.REPLACE_EXISTING);
    ClassArchive classes = ClassArchive.none();
    try (Journal journal = Journal.create(again.journal(life));
        Life reader =
            Life.start(
                again.directory(),
                Map.of(),
                classes.options(false),
                classes.classPath(),
                WritingLife.class,
                again.arguments(life, 1, "jdk", "sync", "last"))) {
      int code = reader.join();
      journal.died();
      System.out.println("A new life over before.pool ended with " + code + reader.failure());
    }
    return findings(files.states(life), again.journal(life), again.source()).isEmpty();
  }
}
