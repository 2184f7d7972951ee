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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Catches what slf4j-simple prints until it is closed. */
public final class LogLines implements AutoCloseable {

  private final PrintStream standard = System.err;
  private final ByteArrayOutputStream caught = new ByteArrayOutputStream();

  public LogLines() {
    System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
  }

  /** The lines so far that contain {@code text}. */
  public List<String> with(String text) {
    return caught.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(text)).toList();
  }

  @Override
  public void close() {
    System.setErr(standard);
    standard.print(caught.toString(StandardCharsets.UTF_8));
  }
}
