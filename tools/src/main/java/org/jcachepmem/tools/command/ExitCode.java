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
package org.jcachepmem.tools.command;

/** How a command ends. */
public final class ExitCode {
  /** All is well. */
  public static final int OK = 0;

  /** The answer is no: the pool is damaged, or there is no such cache, key or process. */
  public static final int NO = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** The pool can't be opened: it is missing, open elsewhere, no pool, or may not be read. */
  public static final int CANNOT_OPEN = 3;

  /** What is to be stored does not fit, into the pool or onto the disk. */
  public static final int NO_ROOM = 4;

  /** Something else failed: the input can't be read, the output can't be written. */
  public static final int FAILED = 5;

  /** Who read the output went away: what shells say of programs that SIGPIPE ended. */
  public static final int READER_HAS_GONE = 128 + 13;

  private ExitCode() {}
}
