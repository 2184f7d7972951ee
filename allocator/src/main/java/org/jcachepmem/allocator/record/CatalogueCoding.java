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
package org.jcachepmem.allocator.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.pool.PoolFormatException;

/** Catalogue entries to record keys and values and back. */
final class CatalogueCoding {
  private CatalogueCoding() {}

  static byte[] key(int id) {
    byte[] key = new byte[CatalogueLayout.KEY_BYTES];
    Bytes.putInt(key, 0, id);
    return key;
  }

  static byte[] encode(CatalogueEntry entry) {
    List<byte[]> strings =
        List.of(
            bytes("namespace", entry.namespace(), CatalogueLayout.MAX_NAME_BYTES),
            bytes("cache name", entry.name(), CatalogueLayout.MAX_NAME_BYTES),
            bytes("key type", entry.keyType(), CatalogueLayout.MAX_TYPE_BYTES),
            bytes("key codec", entry.keyCodec(), CatalogueLayout.MAX_TYPE_BYTES),
            bytes("value type", entry.valueType(), CatalogueLayout.MAX_TYPE_BYTES),
            bytes("value codec", entry.valueCodec(), CatalogueLayout.MAX_TYPE_BYTES));
    int length = CatalogueLayout.STRINGS_AT;
    for (byte[] string : strings) {
      length += Integer.BYTES + string.length;
    }
    int provenanceAt = length;
    boolean isKnown = !entry.provenance().outlivingKill(false).equals(Provenance.UNKNOWN);
    byte[] dataVersion =
        bytes("data version", entry.provenance().dataVersion(), CatalogueLayout.MAX_TYPE_BYTES);
    if (isKnown) {
      length += CatalogueLayout.DATA_VERSION_AT + Integer.BYTES + dataVersion.length;
    }
    byte[] value = new byte[length];
    Bytes.putInt(value, CatalogueLayout.VERSION_AT, CatalogueLayout.ENTRY_VERSION);
    Bytes.putInt(value, CatalogueLayout.FLAGS_AT, flags(entry));
    Bytes.putLong(value, CatalogueLayout.QUOTA_AT, entry.quotaBytes());
    int at = CatalogueLayout.STRINGS_AT;
    for (byte[] string : strings) {
      Bytes.putInt(value, at, string.length);
      System.arraycopy(string, 0, value, at + Integer.BYTES, string.length);
      at += Integer.BYTES + string.length;
    }
    if (isKnown) {
      putProvenance(value, provenanceAt, entry.provenance(), dataVersion);
    }
    return value;
  }

  private static int flags(CatalogueEntry entry) {
    return (entry.pinned() ? CatalogueLayout.FLAG_PINNED : 0)
        | (entry.provenance().outlivedKill() ? CatalogueLayout.FLAG_OUTLIVED_KILL : 0);
  }

  private static void putProvenance(
      byte[] value, int at, Provenance provenance, byte[] dataVersion) {
    Bytes.putLong(value, at + CatalogueLayout.LAST_USE_AT, provenance.lastUseMillis());
    Bytes.putLong(value, at + CatalogueLayout.BIRTH_AT, provenance.birth());
    Bytes.putLong(value, at + CatalogueLayout.COMPANION_BIRTH_AT, provenance.companionBirth());
    int stringAt = at + CatalogueLayout.DATA_VERSION_AT;
    Bytes.putInt(value, stringAt, dataVersion.length);
    System.arraycopy(dataVersion, 0, value, stringAt + Integer.BYTES, dataVersion.length);
  }

  private static Provenance provenance(int id, byte[] value, int at) {
    if (at == value.length) {
      return Provenance.UNKNOWN;
    }
    int textAt = at + CatalogueLayout.DATA_VERSION_AT + Integer.BYTES;
    int length = textAt <= value.length ? Bytes.getInt(value, textAt - Integer.BYTES) : -1;
    if (length < 0 || length > value.length - textAt) {
      throw unreadable(id);
    }
    return new Provenance(
        new String(value, textAt, length, StandardCharsets.UTF_8),
        Bytes.getLong(value, at + CatalogueLayout.LAST_USE_AT),
        Bytes.getLong(value, at + CatalogueLayout.BIRTH_AT),
        Bytes.getLong(value, at + CatalogueLayout.COMPANION_BIRTH_AT));
  }

  static CatalogueEntry decode(int id, byte[] value) {
    if (value.length < CatalogueLayout.STRINGS_AT
        || Bytes.getInt(value, CatalogueLayout.VERSION_AT) != CatalogueLayout.ENTRY_VERSION) {
      throw unreadable(id);
    }
    List<String> strings = new ArrayList<>();
    int at = CatalogueLayout.STRINGS_AT;
    while (strings.size() < CatalogueLayout.STRINGS) {
      int length = at + Integer.BYTES <= value.length ? Bytes.getInt(value, at) : -1;
      at += Integer.BYTES;
      if (length < 0 || length > value.length - at) {
        throw unreadable(id);
      }
      strings.add(new String(value, at, length, StandardCharsets.UTF_8));
      at += length;
    }
    int flags = Bytes.getInt(value, CatalogueLayout.FLAGS_AT);
    boolean outlivedKill = (flags & CatalogueLayout.FLAG_OUTLIVED_KILL) != 0;
    return new CatalogueEntry(
        id,
        strings.get(0),
        strings.get(1),
        strings.get(2),
        strings.get(3),
        strings.get(4),
        strings.get(5),
        Bytes.getLong(value, CatalogueLayout.QUOTA_AT),
        (flags & CatalogueLayout.FLAG_PINNED) != 0,
        provenance(id, value, at).outlivingKill(outlivedKill));
  }

  static PoolFormatException unreadable(int id) {
    return new PoolFormatException(
        "the catalogue entry of cache "
            + id
            + " is not one that this version reads: open the pool with a newer version");
  }

  static PoolFormatException lost() {
    return new PoolFormatException(
        "a catalogue entry that recovery has read can't be read any more: copy the file to a sound"
            + " device, and open the copy");
  }

  private static byte[] bytes(String what, String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > most) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " has "
              + bytes.length
              + " bytes of UTF-8, more than "
              + most
              + ": "
              + text.substring(0, 40)
              + "...");
    }
    return bytes;
  }
}
