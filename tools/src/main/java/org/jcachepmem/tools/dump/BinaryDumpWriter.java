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

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jcachepmem.allocator.record.CatalogueEntry;

/** Writes a dump in the binary form; the caller closes the stream. */
public final class BinaryDumpWriter implements DumpReceiver {
  private static final int BUFFER_BYTES = 1 << 16;

  private final CRC32C crc = new CRC32C();
  private final DataOutputStream out;

  /** Writes to {@code to}, buffered. */
  public BinaryDumpWriter(OutputStream to) {
    out =
        new DataOutputStream(
            new CheckedOutputStream(new BufferedOutputStream(to, BUFFER_BYTES), crc));
  }

  @Override
  public void head(DumpHead head) throws IOException {
    out.writeLong(BinaryDump.MAGIC);
    out.writeInt(BinaryDump.VERSION);
    out.writeLong(head.uuid().getMostSignificantBits());
    out.writeLong(head.uuid().getLeastSignificantBits());
    out.writeLong(head.creationMillis());
    out.writeLong(head.poolBytes());
    out.writeInt(head.mostCaches());
  }

  private void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void cache(CatalogueEntry cache) throws IOException {
    out.writeByte(BinaryDump.CACHE);
    out.writeInt(cache.id());
    text(cache.namespace());
    text(cache.name());
    text(cache.keyType());
    text(cache.keyCodec());
    text(cache.valueType());
    text(cache.valueCodec());
    text(cache.provenance().dataVersion());
    out.writeLong(cache.quotaBytes());
    out.writeBoolean(cache.pinned());
    out.writeLong(cache.provenance().lastUseMillis());
    out.writeLong(cache.provenance().birth());
    out.writeLong(cache.provenance().companionBirth());
  }

  @Override
  public void record(DumpRecord record) throws IOException {
    out.writeByte(BinaryDump.RECORD);
    out.writeInt(record.cacheId());
    out.writeLong(record.expiryMillis());
    out.writeInt(record.key().length);
    out.writeInt(record.value().length);
    out.write(record.key());
    out.write(record.value());
  }

  @Override
  public void end(DumpEnd end) throws IOException {
    out.writeByte(BinaryDump.END);
    out.writeLong(end.caches());
    out.writeLong(end.records());
    out.writeLong(end.damaged());
    out.writeInt((int) crc.getValue());
    out.flush();
  }
}
