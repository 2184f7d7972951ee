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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The standard output of the process. A write that fails throws {@link OutputLostException}, which
 * the writers and generators in between let through: a program that goes on would do its work for
 * nobody, and one that ends with 0 would say that it is done. It throws once: what is still in
 * buffers then, and is written when they are closed, goes nowhere. One thread at a time.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private boolean lost;

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (lost) {
      return;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      lost = true;
      // The message is the system's, in the language of the locale.
      boolean isPipe = Terminal.isPipe(Terminal.OUTPUT) || "Broken pipe".equals(e.getMessage());
      throw new OutputLostException(e, isPipe);
    }
  }
}
