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
package org.jcachepmem.flight;

/** Whether this run-time image has Flight Recorder: a trimmed one need not. */
final class Presence {
  static final boolean OF_RECORDER = isPresent();

  private Presence() {}

  private static boolean isPresent() {
    try {
      Class.forName("jdk.jfr.Event", false, Presence.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // nothing is recorded there, which is what its owner chose
    }
  }
}
