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
package org.jcachepmem.allocator.layout;

/**
 * The catalogue is kept in ordinary records of cache id 0: a change is a put, and a crash leaves
 * the old or the new entry. Key: the cache id, 4 bytes. Value:
 *
 * <pre>
 *   0 entry version 4 | 4 flags 4 | 8 quota bytes 8
 *  16 six strings: length 4, UTF-8 bytes: namespace, name, key type, key codec, value type, value codec
 *  then, if anything is known of it, the provenance:
 *   0 last use 8 | 8 birth 8 | 16 companion's birth 8 | 24 a string: data version
 * </pre>
 *
 * A reader that knows no provenance ignores it, and loses it when it writes the entry anew: then
 * nothing is known, which counts as changed.
 */
public final class CatalogueLayout {
  /** The cache id of the catalogue's own records. */
  public static final int CATALOGUE_ID = 0;

  public static final int ENTRY_VERSION = 1;
  public static final int KEY_BYTES = 4;
  public static final int VERSION_AT = 0;
  public static final int FLAGS_AT = 4;
  public static final int QUOTA_AT = 8;
  public static final int STRINGS_AT = 16;
  public static final int STRINGS = 6;
  public static final int FLAG_PINNED = 1;
  public static final int FLAG_OUTLIVED_KILL = 2;

  /** Offsets in the provenance. */
  public static final int LAST_USE_AT = 0;

  public static final int BIRTH_AT = 8;
  public static final int COMPANION_BIRTH_AT = 16;
  public static final int DATA_VERSION_AT = 24;

  /** The most bytes of UTF-8 of a namespace or a name: 1 KiB each. */
  public static final int MAX_NAME_BYTES = 1024;

  /** The most bytes of UTF-8 of a type name or a codec. */
  public static final int MAX_TYPE_BYTES = 1024;

  private CatalogueLayout() {}
}
