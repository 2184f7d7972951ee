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
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files of the repository that this test runs in, build output aside. */
final class House {

  private final Path root;
  private final List<Path> files = new ArrayList<>();
  private final List<SourceFile> sources = new ArrayList<>();

  House() {
    root = findRoot();
    try {
      Files.walkFileTree(root, new Collector());
      for (Path file : files) {
        if (file.toString().endsWith(".java")) {
          sources.add(SourceFile.read(root, file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the sources under " + root, e);
    }
    assertTrue(sources.size() > 10, "found hardly any source under " + root);
  }

  Path root() {
    return root;
  }

  List<Path> files() {
    return files;
  }

  List<SourceFile> sources() {
    return sources;
  }

  List<SourceFile> shipped() {
    return sources.stream().filter(SourceFile::main).toList();
  }

  /** Fails with one line for each breach: where, what, and the rule. */
  static void report(String rule, List<String> breaches) {
    assertTrue(
        breaches.isEmpty(), () -> "\n  " + String.join("\n  ", breaches) + "\nRule: " + rule);
  }

  /** One line for each place where {@code pattern} occurs in the code of {@code sources}. */
  static List<String> occurrences(List<SourceFile> sources, Pattern pattern) {
    List<String> found = new ArrayList<>();
    for (SourceFile source : sources) {
      var matcher = pattern.matcher(source.code());
      while (matcher.find()) {
        found.add(source.at(matcher.start()) + ": " + matcher.group().strip());
      }
    }
    return found;
  }

  private static Path findRoot() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(".mvn"))) {
        return dir;
      }
    }
    throw new IllegalStateException("no directory with .mvn above the working directory");
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      String name = dir.getFileName().toString();
      boolean foreign = name.equals("target") || name.equals(".git") || name.equals(".idea");
      return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
