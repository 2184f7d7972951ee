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
package org.jcachepmem.index;

import java.nio.charset.StandardCharsets;
import javax.cache.CacheException;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.index.Freshness.Companion;
import org.jcachepmem.index.PoolSession.StoredCache;

/**
 * Whether a cache that is asked for can have the entries of the one that is stored under its name.
 */
final class Compatibility {
  private static final int MAX_NAME_BYTES = 1024;
  private static final String ANY_TYPE = Object.class.getName();

  private Compatibility() {}

  static void checkNames(StoredCache cache) {
    checkName("namespace", cache.namespace());
    checkName("name", cache.name());
  }

  private static void checkName(String what, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_NAME_BYTES) {
      throw new CacheException(
          "The "
              + what
              + " of a cache has "
              + length
              + " bytes of UTF-8, more than "
              + MAX_NAME_BYTES
              + ": "
              + name.substring(0, 64)
              + "...");
    }
  }

  /**
   * Checks a cache that has entries: the codecs must be the same, and each type the same or, on
   * either side, {@code java.lang.Object}.
   */
  static void check(CatalogueEntry stored, StoredCache wanted) {
    if (!isSame(stored, wanted)) {
      throw new CacheException(
          "Cache \""
              + wanted.name()
              + "\" is stored in namespace \""
              + wanted.namespace()
              + "\" with "
              + text(stored.keyType(), stored.keyCodec(), stored.valueType(), stored.valueCodec())
              + ", but is asked for with "
              + text(wanted.keyType(), wanted.keyCodec(), wanted.valueType(), wanted.valueCodec())
              + ". Ask for it as it is stored, destroy it first (destroyCache), or use another name");
    }
  }

  /** Whether {@link #check} finds nothing. */
  static boolean isSame(CatalogueEntry stored, StoredCache wanted) {
    return stored.keyCodec().equals(wanted.keyCodec())
        && stored.valueCodec().equals(wanted.valueCodec())
        && agree(stored.keyType(), wanted.keyType())
        && agree(stored.valueType(), wanted.valueType());
  }

  private static boolean agree(String stored, String wanted) {
    return stored.equals(wanted) || stored.equals(ANY_TYPE) || wanted.equals(ANY_TYPE);
  }

  private static String text(String keyType, String keyCodec, String valueType, String valueCodec) {
    return "keys "
        + keyType
        + " (codec "
        + keyCodec
        + ") and values "
        + valueType
        + " (codec "
        + valueCodec
        + ")";
  }

  /**
   * What the catalogue says from now on: of a cache with entries the types stay as they are stored.
   */
  static CatalogueEntry merge(CatalogueEntry stored, StoredCache wanted, boolean isEmpty) {
    return new CatalogueEntry(
        stored.id(),
        stored.namespace(),
        stored.name(),
        isEmpty ? wanted.keyType() : stored.keyType(),
        isEmpty ? wanted.keyCodec() : stored.keyCodec(),
        isEmpty ? wanted.valueType() : stored.valueType(),
        isEmpty ? wanted.valueCodec() : stored.valueCodec(),
        wanted.quotaBytes(),
        wanted.pinned(),
        stored.provenance());
  }

  /** A cache that nobody has opened yet, and that can become any: it is empty. */
  static StoredCache companion(Companion companion, StoredCache of) {
    return new StoredCache(
        of.namespace(),
        companion.name(),
        ANY_TYPE,
        of.keyCodec(),
        ANY_TYPE,
        of.valueCodec(),
        0,
        false,
        companion.freshness(),
        false);
  }

  static CatalogueEntry entry(StoredCache cache) {
    return new CatalogueEntry(
        0,
        cache.namespace(),
        cache.name(),
        cache.keyType(),
        cache.keyCodec(),
        cache.valueType(),
        cache.valueCodec(),
        cache.quotaBytes(),
        cache.pinned());
  }
}
