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
package org.jcachepmem.tools.dump;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A dump that can't be read. The message says where it is wrong. */
public final class DumpFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a dump that is followed by more, such as another one. */
  static final String MORE_BEHIND = "there is more behind its end; load takes one dump at a time";

  DumpFormatException(String where, String what, @Nullable Throwable cause) {
    super("the dump can't be read, " + where + ": " + what, cause);
  }
}
