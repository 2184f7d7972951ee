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

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be read of a pool while it is being recovered: records that the scan has found, if the
 * pool was closed cleanly. Then no key has an older record that counts, so the first one found is
 * the right one; and nothing is stored before the scan has ended, so what was read is whole if the
 * end had not come when it was read.
 *
 * <p>Of a pool that was not closed cleanly, and of large values, nothing is found here. Thread
 * safe.
 */
public final class EarlyReads {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyReads.class);

  private volatile @Nullable Source source;
  private final Map<Name, CatalogueEntry> caches = new ConcurrentHashMap<>();

  /** How many entries the catalogue had when it was last read: it only grows meanwhile. */
  private volatile long entriesRead;

  /** Where a recovery puts what it finds. */
  private record Source(RecoveredTables tables, RecordReader reader) {}

  /** A start of the JVM waits for the equality that a record has unless it is written out. */
  private record Name(String namespace, String name) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Name that
          && namespace.equals(that.namespace)
          && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return 31 * namespace.hashCode() + name.hashCode();
    }
  }

  /** Nothing is found before the recovery begins that is given it. */
  public EarlyReads() {}

  /** The pool was closed cleanly, and its words have been read. */
  void begin(RecoveredTables tables, RecordReader reader) {
    source = new Source(tables, reader);
  }

  /** What was read from here on does not count: records may be changed. */
  void end() {
    source = null;
    VarHandle.fullFence();
  }

  /** The stored cache of that name, or null if it is not found yet. */
  public @Nullable CatalogueEntry cache(String namespace, String name) {
    Name wanted = new Name(namespace, name);
    CatalogueEntry known = caches.get(wanted);
    Source found = source;
    if (known == null && found != null) {
      readCatalogue(found);
      known = caches.get(wanted);
    }
    return source == null ? null : known;
  }

  private void readCatalogue(Source found) {
    RecoveredTable table = found.tables().of(CatalogueLayout.CATALOGUE_ID);
    long count = table.count();
    if (count == entriesRead) {
      return;
    }
    List<EntryRef> entries = new ArrayList<>();
    table.forEachOffset(offset -> entries.add(found.tables().handle(offset)));
    for (EntryRef entry : entries) {
      byte[] key = found.reader().key(entry);
      byte[] value = found.reader().value(entry);
      if (key != null && value != null && source != null) {
        note(Bytes.getInt(key, 0), value);
      }
    }
    entriesRead = count;
  }

  /** One that can't be read is recovery's to refuse. */
  private void note(int id, byte[] value) {
    try {
      CatalogueEntry cache = CatalogueCoding.decode(id, value);
      caches.put(new Name(cache.namespace(), cache.name()), cache);
    } catch (PoolFormatException e) {
      LOG.debug("the entry of cache {} is not read early: {}", id, e.getMessage());
    }
  }

  /**
   * A handle to read the record of that key by, here and nowhere else; null if it is not found yet.
   */
  public @Nullable EntryRef find(CatalogueEntry cache, byte[] key) {
    Source found = source;
    EntryRef entry = found == null ? null : found.tables().of(cache.id()).peek(key);
    if (entry == null || source == null || isLarge(found, entry)) {
      return null;
    }
    // It is not the handle by which the entry will be replaced or removed, so it never learns that
    // its slot is reused. Retired it could be mistaken for one that does, and is read until then.
    entry.die();
    return entry;
  }

  /** The pieces of a list belong to nobody before the scan has ended. */
  private static boolean isLarge(Source found, EntryRef entry) {
    return found.reader().isLarge(entry);
  }

  /** A copy of the value of what {@link #find} returned; null if recovery has ended meanwhile. */
  public byte @Nullable [] read(EntryRef entry) {
    Source found = source;
    byte[] value = found == null ? null : found.reader().value(alive(entry));
    VarHandle.loadLoadFence();
    return source == null ? null : value;
  }

  /** The reader believes no dead handle; here it is {@link #source} that tells what to believe. */
  private static EntryRef alive(EntryRef dead) {
    return EntryRef.of(
        dead.offset(), dead.keyLength(), dead.valueLength(), dead.expiryMillis(), false);
  }
}
