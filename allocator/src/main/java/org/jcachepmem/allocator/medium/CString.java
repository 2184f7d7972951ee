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

import static org.jcachepmem.allocator.medium.RawMemory.MEMORY;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * A path as C functions take it, in the encoding of the system's file names; and the text that they
 * return. Whoever passes the address on keeps the object until the call has returned.
 */
final class CString {
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

  private final ByteBuffer bytes;

  CString(Path path) {
    byte[] text = path.toString().getBytes(FILE_NAMES);
    bytes = ByteBuffer.allocateDirect(text.length + 1); // zeros
    bytes.put(0, text);
  }

  /** Where the text begins; a zero is behind it. */
  long address() {
    return RawMemory.addressOf(bytes);
  }

  /** The text that begins at an address, up to a zero. */
  static String at(long address) {
    int length = 0;
    while (MEMORY.readByte(address + length) != 0) {
      length++;
    }
    byte[] text = new byte[length];
    MEMORY.readBytes(address, text, 0, length);
    return new String(text, FILE_NAMES);
  }
}
