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
package org.jcachepmem.allocator.medium;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process of its own whose mapped file is cut off under it: if that kills a JVM, it is this one.
 */
final class TruncatedFileProbe {
  private TruncatedFileProbe() {}

  /** What stands for a medium that only reads, beside the {@link MediumChoice}s. */
  static final String READ_ONLY = "READ_ONLY";

  /** Arguments: the file and the {@link MediumChoice}, or {@link #READ_ONLY}. */
  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    if (args[1].equals(READ_ONLY)) {
      readOnly(path);
      return;
    }
    MediumChoice choice = MediumChoice.valueOf(args[1]);
    Medium medium = open(path, choice);
    Path open = choice == MediumChoice.VOLATILE ? descriptor(path) : path;
    try (RandomAccessFile file = new RandomAccessFile(open.toFile(), "rw")) {
      file.setLength(0);
    }
    byte[] bytes = new byte[4096];
    say("copyOut", () -> medium.copyOut(8192, bytes, 0, bytes.length));
    say("copyIn", () -> medium.copyIn(8192, bytes, 0, bytes.length));
    say("zero", () -> medium.zero(8192, 4096));
  }

  private static void readOnly(Path path) throws Exception {
    Files.write(path, new byte[64 << 10]);
    Medium medium = Media.openReadOnly(path);
    Files.write(path, new byte[0]);
    say("getInt", () -> medium.getInt(8192));
    say("getLong", () -> medium.getLong(8192));
  }

  private static Medium open(Path path, MediumChoice choice) throws IOException {
    int size = 64 << 10;
    if (choice == MediumChoice.VOLATILE) {
      return Media.createVolatile(path, size);
    }
    Files.createFile(path);
    FileAllocation.ofSystem().allocate(path, 0, size);
    return Media.open(path, choice);
  }

  /** A file without a name, as Linux lets its process see it. */
  private static Path descriptor(Path path) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        if (Files.isSymbolicLink(each)
            && Files.readSymbolicLink(each).toString().startsWith(path.toString())) {
          return each;
        }
      }
    }
    throw new IOException(path + " is not open");
  }

  /** In a thread of its own, because the fault is thrown to its thread, though late. */
  private static void say(String what, Runnable access) throws InterruptedException {
    Thread thread = new Thread(access);
    thread.setUncaughtExceptionHandler((t, e) -> System.out.println(what + " failed: " + e));
    thread.start();
    thread.join();
    System.out.println("alive after " + what);
  }
}
