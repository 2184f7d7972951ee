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

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;

/** Reads a dump in the binary form. */
final class BinaryDumpReader {
  private final CRC32C crc = new CRC32C();
  private final CountedInput counted;
  private final DataInputStream in;
  private final Set<Integer> caches = new HashSet<>();
  private long records;

  /** Where the block begins that is being read. */
  private long start;

  private BinaryDumpReader(InputStream from) {
    counted = new CountedInput(from);
    in = new DataInputStream(new CheckedInputStream(counted, crc));
  }

  /** Knows how much has been read. */
  private static final class CountedInput extends FilterInputStream {
    long bytes;

    CountedInput(InputStream from) {
      super(from);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      bytes += next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int read = super.read(into, from, most);
      bytes += Math.max(0, read);
      return read;
    }
  }

  static DumpEnd read(InputStream from, DumpReceiver to) throws IOException {
    return new BinaryDumpReader(from).read(to);
  }

  private DumpFormatException wrong(String what) {
    return new DumpFormatException(place(start), what, null);
  }

  private String place(long at) {
    return "at byte " + at + ", after record " + records;
  }

  private DumpEnd read(DumpReceiver to) throws IOException {
    try {
      in.readLong(); // the magic, which has been looked at
      int version = in.readInt();
      if (version != BinaryDump.VERSION) {
        throw wrong("it is of version " + version + ", and this program reads 1");
      }
      to.head(
          new DumpHead(
              new UUID(in.readLong(), in.readLong()), in.readLong(), in.readLong(), in.readInt()));
      while (true) {
        start = counted.bytes;
        int kind = in.readUnsignedByte();
        switch (kind) {
          case BinaryDump.CACHE -> to.cache(cache());
          case BinaryDump.RECORD -> to.record(record());
          case BinaryDump.END -> {
            DumpEnd end = end();
            requireNoMore();
            to.end(end);
            return end;
          }
          default -> throw wrong("a block of kind " + kind);
        }
      }
    } catch (EOFException e) {
      throw new DumpFormatException(place(counted.bytes), "it is cut off", e);
    }
  }

  private void requireNoMore() throws IOException {
    start = counted.bytes;
    if (in.read() >= 0) {
      throw wrong(DumpFormatException.MORE_BEHIND);
    }
  }

  private byte[] bytes(String what, int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw wrong(what + " of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private String text() throws IOException {
    return new String(
        bytes("a text", in.readInt(), CatalogueLayout.MAX_TYPE_BYTES), StandardCharsets.UTF_8);
  }

  private CatalogueEntry cache() throws IOException {
    int id = in.readInt();
    caches.add(id);
    String namespace = text();
    String name = text();
    String keyType = text();
    String keyCodec = text();
    String valueType = text();
    String valueCodec = text();
    String dataVersion = text();
    return new CatalogueEntry(
        id,
        namespace,
        name,
        keyType,
        keyCodec,
        valueType,
        valueCodec,
        in.readLong(),
        in.readBoolean(),
        new Provenance(dataVersion, in.readLong(), in.readLong(), in.readLong()));
  }

  private DumpRecord record() throws IOException {
    int cacheId = in.readInt();
    if (!caches.contains(cacheId)) {
      throw wrong("a record is of cache " + cacheId + ", whose block did not come before it");
    }
    long expiryMillis = in.readLong();
    int keyLength = in.readInt();
    int valueLength = in.readInt();
    byte[] key = bytes("a key", keyLength, DirectoryLayout.MAX_KEY_BYTES);
    byte[] value = bytes("a value", valueLength, ExtentLayout.MAX_VALUE_BYTES);
    records++;
    return new DumpRecord(cacheId, key, value, expiryMillis);
  }

  private DumpEnd end() throws IOException {
    DumpEnd end = new DumpEnd(in.readLong(), in.readLong(), in.readLong());
    int found = (int) crc.getValue();
    if (in.readInt() != found) {
      throw wrong("its bytes do not match their checksum");
    }
    return end;
  }
}
