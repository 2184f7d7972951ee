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

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;

/** Reads a dump of either form. */
public final class DumpReader {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Only reads. */
  private static final DumpReceiver NOBODY =
      new DumpReceiver() {
        @Override
        public void head(DumpHead head) {}

        @Override
        public void cache(CatalogueEntry cache) {}

        @Override
        public void record(DumpRecord record) {}

        @Override
        public void end(DumpEnd end) {}
      };

  private DumpReader() {}

  /**
   * Reads a whole dump to see that it is one; the caller closes the stream.
   *
   * @throws DumpFormatException as {@link #read}
   */
  public static void check(InputStream from) throws IOException {
    read(from, NOBODY);
  }

  /**
   * Reads a whole dump; the caller closes the stream.
   *
   * @throws DumpFormatException if it is no dump, was changed, or is cut off
   */
  public static DumpEnd read(InputStream from, DumpReceiver to) throws IOException {
    BufferedInputStream in = new BufferedInputStream(from, BUFFER_BYTES);
    in.mark(Long.BYTES);
    byte[] first = in.readNBytes(Long.BYTES);
    in.reset();
    boolean isBinary =
        first.length == Long.BYTES && ByteBuffer.wrap(first).getLong() == BinaryDump.MAGIC;
    return isBinary ? BinaryDumpReader.read(in, to) : JsonDumpReader.read(in, to);
  }
}
