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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A file of names and fingerprints that outlives a kill -9 of its writer: each line is one write
 * call, so it is in the kernel's hands when {@link #write} returns. Thread safe.
 */
final class Journal implements AutoCloseable {

  private final OutputStream out;

  Journal(Path file) throws IOException {
    out = Files.newOutputStream(file);
  }

  void write(String name, int fingerprint) {
    byte[] line = (name + ' ' + fingerprint + '\n').getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (this) {
        out.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("noting " + name, e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** What a journal holds: fingerprint by name. A last line cut short by a kill does not count. */
  static Map<String, Integer> read(Path file) throws IOException {
    Map<String, Integer> fingerprints = new HashMap<>();
    String text = Files.readString(file);
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              fingerprints.put(
                  line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
            });
    return fingerprints;
  }
}
