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
package org.jcachepmem.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Which state of the sources this is, for reports. */
public final class Commit {

  private Commit() {}

  /** The commit that is checked out, marked if anything has changed since. */
  public static String name() {
    try {
      Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
      String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? name : "unknown: not a clone";
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
