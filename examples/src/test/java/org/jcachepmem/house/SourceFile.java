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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One Java source file.
 *
 * @param module top-level directory that it is in
 * @param main whether it is shipped, as opposed to test code
 * @param text the file as it is
 * @param code the file with the text of comments replaced by spaces; lines stay where they are
 */
record SourceFile(
    Path path, String module, boolean main, String packageName, String text, String code) {

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'"
              + "|//[^\n]*|/\\*.*?\\*/");

  static SourceFile read(Path root, Path file) throws IOException {
    Path relative = root.relativize(file);
    String text = Files.readString(file);
    String code =
        COMMENT_OR_LITERAL
            .matcher(text)
            .replaceAll(
                m ->
                    m.group().startsWith("/")
                        ? m.group().replaceAll("[^\n]", " ")
                        : java.util.regex.Matcher.quoteReplacement(m.group()));
    var matcher = PACKAGE.matcher(code);
    String packageName = matcher.find() ? matcher.group(1) : "";
    boolean main = relative.toString().contains("src/main/");
    return new SourceFile(relative, relative.getName(0).toString(), main, packageName, text, code);
  }

  List<String> lines() {
    return text.lines().toList();
  }

  String name() {
    return path.getFileName().toString();
  }

  /** "path:line", for the offset of a character of {@link #text} or {@link #code}. */
  String at(int offset) {
    return path + ":" + (1 + text.substring(0, offset).chars().filter(c -> c == '\n').count());
  }
}
