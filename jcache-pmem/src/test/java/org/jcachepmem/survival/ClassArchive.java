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

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Makes lives cheap: most of a short life is the loading of classes, so an archive of them is made
 * once, by a life that is not killed. The JVM shares classes of jars only, so directories of the
 * class path are packed first.
 */
final class ClassArchive {

  private static final List<String> ALWAYS =
      List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms48m", "-Xmx128m", "-ea");

  private final String classPath;
  private final List<String> options;

  private ClassArchive(String classPath, List<String> options) {
    this.classPath = classPath;
    this.options = options;
  }

  /** For few lives: the class path as it is. */
  static ClassArchive none() {
    return new ClassArchive(Life.CLASS_PATH, ALWAYS);
  }

  /** Makes one in {@code directory}; {@link #none} if this JVM can't. */
  static ClassArchive create(Path directory) throws IOException {
    Files.createDirectories(directory);
    String classPath = packed(directory);
    Path archive = directory.resolve("classes.jsa");
    LaneFiles files = new LaneFiles(directory);
    files.deletePool();
    Files.deleteIfExists(files.journal(0));
    Journal.create(files.journal(0));
    List<String> options = with("-XX:ArchiveClassesAtExit=" + archive);
    try (Life life =
        Life.start(
            directory,
            Map.of(),
            options,
            classPath,
            WritingLife.class,
            files.arguments(0, 1, "auto", "sync", "training"))) {
      int code = life.join();
      if (code != 0) {
        throw new AssertionError("A life that nobody killed ended with " + code + life.failure());
      }
    }
    return Files.exists(archive)
        ? new ClassArchive(classPath, with("-XX:SharedArchiveFile=" + archive))
        : none();
  }

  private static List<String> with(String option) {
    List<String> options = new ArrayList<>(ALWAYS);
    options.add(option);
    return options;
  }

  String classPath() {
    return classPath;
  }

  /**
   * Options of a JVM; with all compilers, or with the fast one, which is better for short lives.
   */
  List<String> options(boolean allCompilers) {
    List<String> all = new ArrayList<>(options);
    if (!allCompilers) {
      all.add("-XX:TieredStopAtLevel=1");
    }
    return all;
  }

  private static String packed(Path directory) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : Life.CLASS_PATH.split(File.pathSeparator)) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        Path jar = directory.resolve("classes-" + parts.size() + ".jar");
        pack(path, jar);
        parts.add(jar.toString());
      } else if (Files.exists(path)) {
        parts.add(part);
      }
    }
    return String.join(File.pathSeparator, parts);
  }

  private static void pack(Path root, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
