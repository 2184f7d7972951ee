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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every file of the repository keeps to. */
@Tag("one-jdk")
class TidyTest {

  private static final int MAX_FILE_LINES = 500;
  private static final int MAX_METHOD_LINES = 70;

  private static final Pattern TEXT_FILE =
      Pattern.compile("\\.(java|xml|md|conf|properties|py|sh|ya?ml|json|config)$|/(run|LICENSE)$");

  /** Spelled so that this file does not contain what it looks for. */
  private static final Pattern LEFTOVER =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "(?<![\\w.])/(ho" + "me|ro" + "ot|wo" + "rk|Us" + "ers)/\\w+|/tmp/(wt|briefs)\\b");

  private static final Pattern TYPE_NAME =
      Pattern.compile(
          "\\b(class|interface|record|enum)\\s+(\\w+(?:Impl|Utils?|Helpers?|Manager))\\b");

  /** What ends before it has read everything: with pipefail its writer's SIGPIPE is a failure. */
  private static final Pattern PIPE_CUT_SHORT =
      Pattern.compile("\\|\\s*(?:grep\\s+(?:-\\w+\\s+)*-\\w*[qm]|head\\b|sed\\s+-n\\s+\\S*q)");

  private static final Pattern METHOD_START =
      Pattern.compile(
          "^( +)(?!(?:if|for|while|switch|try|synchronized|do|else|return)\\b)(?!.*\\b(?:class|record|enum)\\b)\\S.*\\(.*");

  private final House house = new House();

  @Test
  void everyPackageIsDescribedAndNullMarked() {
    Set<String> packages =
        house.sources().stream()
            .map(SourceFile::packageName)
            .collect(Collectors.toCollection(TreeSet::new));
    for (SourceFile source : house.sources()) {
      if (source.name().equals("package-info.java")
          && source.code().contains("@NullMarked")
          && source.text().contains("/**")) {
        packages.remove(source.packageName());
      }
    }
    House.report(
        "each package has a package-info.java with a sentence and @NullMarked",
        List.copyOf(packages));
  }

  @Test
  void everySourceOpensWithTheLicence() throws IOException {
    String header = Files.readString(house.root().resolve(".mvn/licence-header.txt")).strip();
    House.report(
        "the header of .mvn/licence-header.txt first; 'mvn spotless:apply' adds it",
        house.sources().stream()
            .filter(s -> !s.text().startsWith(header))
            .map(s -> s.path().toString())
            .toList());
  }

  @Test
  void noFileIsLong() {
    House.report(
        "at most " + MAX_FILE_LINES + " lines a file",
        house.sources().stream()
            .filter(s -> s.lines().size() > MAX_FILE_LINES)
            .map(s -> s.path() + ": " + s.lines().size() + " lines")
            .toList());
  }

  @Test
  void noMethodIsLong() {
    List<String> breaches = new ArrayList<>();
    for (SourceFile source : house.sources()) {
      addLongMethods(source, breaches);
    }
    House.report("at most " + MAX_METHOD_LINES + " lines a method", breaches);
  }

  @Test
  void noLeftoversTabsOrMachinePaths() throws IOException {
    List<String> breaches = new ArrayList<>();
    for (Path file : house.files()) {
      String path = house.root().relativize(file).toString();
      if (!TEXT_FILE.matcher("/" + path).find()) {
        continue;
      }
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        var leftover = LEFTOVER.matcher(line);
        var machinePath = MACHINE_PATH.matcher(line);
        String where = path + ":" + (i + 1) + ": ";
        if (leftover.find()) {
          breaches.add(where + "leftover marker " + leftover.group());
        }
        if (machinePath.find()) {
          breaches.add(where + "path of one machine " + machinePath.group());
        }
        if (line.indexOf('\t') >= 0) {
          breaches.add(where + "tab");
        }
      }
    }
    House.report("no leftover markers, no paths of one machine, no tabs", breaches);
  }

  @Test
  void noScriptCutsAPipeShort() throws IOException {
    List<String> breaches = new ArrayList<>();
    for (Path file : house.files()) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      if (lines.isEmpty() || !lines.get(0).startsWith("#!")) {
        continue;
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.startsWith("#") && PIPE_CUT_SHORT.matcher(line).find()) {
          breaches.add(house.root().relativize(file) + ":" + (i + 1) + ": " + line);
        }
      }
    }
    House.report(
        "no script pipes into what may end before it has read everything: keep the output in a"
            + " variable",
        breaches);
  }

  @Test
  void namesSayWhatAThingIs() {
    var pattern = TYPE_NAME;
    var breaches = new ArrayList<>(House.occurrences(house.sources(), pattern));
    breaches.removeIf(b -> b.endsWith("CacheManager"));
    House.report("no Impl, Util, Helper, and no Manager but JCache's own: find the noun", breaches);
  }

  @Test
  void theLibraryPrintsNothing() {
    var library =
        house.shipped().stream()
            .filter(s -> s.module().equals("allocator") || s.module().equals("jcache-pmem"))
            .toList();
    House.report(
        "the library logs through slf4j and prints nothing",
        House.occurrences(
            library,
            Pattern.compile("\\bSystem\\.(out|err)\\b|\\.printStackTrace\\(\\)|System\\.exit")));
  }

  @Test
  void theRulesSeeABreach() {
    assertTrue(LEFTOVER.matcher("// TO" + "DO later").find());
    assertTrue(MACHINE_PATH.matcher("Path.of(\"/ho" + "me/me/pool\")").find());
    assertTrue(PIPE_CUT_SHORT.matcher("ldconfig -p | gr" + "ep -q libpmem").find());
    assertTrue(TYPE_NAME.matcher("final class PoolHel" + "per {").find());
  }

  /** Relies on the formatter: a body ends with a brace at the indentation of its first line. */
  private static void addLongMethods(SourceFile source, List<String> breaches) {
    List<String> lines = source.code().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var start = METHOD_START.matcher(lines.get(i));
      if (!start.matches() || lines.get(i).endsWith(";")) {
        continue;
      }
      int body = i;
      int open = openParentheses(lines.get(body));
      if (open < 0) {
        continue; // the last resource of a try
      }
      while (open > 0 && body + 1 < lines.size()) {
        body++;
        open += openParentheses(lines.get(body));
      }
      if (!lines.get(body).endsWith("{")) {
        continue;
      }
      String end = start.group(1) + "}";
      int last = body;
      while (last < lines.size() && !lines.get(last).equals(end)) {
        last++;
      }
      if (last < lines.size() && last - i + 1 > MAX_METHOD_LINES) {
        breaches.add(source.path() + ":" + (i + 1) + ": " + (last - i + 1) + " lines");
      }
    }
  }

  private static int openParentheses(String line) {
    return (int)
        (line.chars().filter(c -> c == '(').count() - line.chars().filter(c -> c == ')').count());
  }
}
