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
package org.jcachepmem.tools.terminal;

import java.io.IOException;

/**
 * Standard output took no more. No {@link java.io.UncheckedIOException}: what carries an exception
 * of a file through an interface must not take this one for it.
 */
public final class OutputLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean readerHasGone;

  OutputLostException(IOException cause, boolean readerHasGone) {
    super("standard output can't be written: " + cause.getMessage(), cause);
    this.readerHasGone = readerHasGone;
  }

  /** Whether it was a pipe, which fails when its other end is closed. */
  public boolean readerHasGone() {
    return readerHasGone;
  }
}
