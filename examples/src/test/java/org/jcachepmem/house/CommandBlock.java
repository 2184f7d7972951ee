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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of shell commands of a document that is to be run, and what it prints.
 *
 * @param command what the block says
 * @param prints the lines that follow it as {@code text}; empty if none do
 */
record CommandBlock(String command, List<String> prints) {

  private static final Pattern RUN =
      Pattern.compile("<!-- run -->\n```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);

  static List<CommandBlock> of(String document) {
    List<CommandBlock> blocks = new ArrayList<>();
    Matcher matcher = RUN.matcher(document);
    while (matcher.find()) {
      String prints = matcher.group(2);
      blocks.add(
          new CommandBlock(matcher.group(1), prints == null ? List.of() : prints.lines().toList()));
    }
    return blocks;
  }

  /** The first line of {@link #prints} that {@code output} lacks, in this order; null if none. */
  @Nullable String missing(String output) {
    int from = 0;
    List<String> lines = output.lines().toList();
    for (String wanted : prints) {
      Pattern pattern = line(wanted);
      while (from < lines.size() && !pattern.matcher(lines.get(from)).matches()) {
        from++;
      }
      if (from == lines.size()) {
        return wanted;
      }
      from++;
    }
    return null;
  }

  /** Three dots stand for anything. */
  private static Pattern line(String text) {
    StringBuilder regex = new StringBuilder();
    for (String part : text.split("\\.\\.\\.", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }
}
