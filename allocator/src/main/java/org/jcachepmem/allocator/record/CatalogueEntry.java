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

import java.util.Objects;

/**
 * A stored cache.
 *
 * @param id the cache id in its records' headers; 0 in an entry that has none yet
 * @param namespace with {@code name} its identity
 * @param keyType class name declared for the keys
 * @param keyCodec id and version of the keys' codec
 * @param valueType class name declared for the values
 * @param valueCodec id and version of the values' codec
 * @param quotaBytes most pool bytes that it may take, 0 for no quota
 * @param pinned whether its entries are never evicted
 * @param provenance what decides whether its entries may still be served
 */
public record CatalogueEntry(
    int id,
    String namespace,
    String name,
    String keyType,
    String keyCodec,
    String valueType,
    String valueCodec,
    long quotaBytes,
    boolean pinned,
    Provenance provenance) {

  /** A cache of whose provenance nothing is known. */
  public CatalogueEntry(
      int id,
      String namespace,
      String name,
      String keyType,
      String keyCodec,
      String valueType,
      String valueCodec,
      long quotaBytes,
      boolean pinned) {
    this(
        id,
        namespace,
        name,
        keyType,
        keyCodec,
        valueType,
        valueCodec,
        quotaBytes,
        pinned,
        Provenance.UNKNOWN);
  }

  /** The same with that id. */
  public CatalogueEntry withId(int newId) {
    return new CatalogueEntry(
        newId,
        namespace,
        name,
        keyType,
        keyCodec,
        valueType,
        valueCodec,
        quotaBytes,
        pinned,
        provenance);
  }

  /** The same with that provenance. */
  public CatalogueEntry withProvenance(Provenance known) {
    return new CatalogueEntry(
        id, namespace, name, keyType, keyCodec, valueType, valueCodec, quotaBytes, pinned, known);
  }

  /** A start of the JVM waits for the equality that a record has unless it is written out. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CatalogueEntry that
        && id == that.id
        && namespace.equals(that.namespace)
        && name.equals(that.name)
        && keyType.equals(that.keyType)
        && keyCodec.equals(that.keyCodec)
        && valueType.equals(that.valueType)
        && valueCodec.equals(that.valueCodec)
        && quotaBytes == that.quotaBytes
        && pinned == that.pinned
        && provenance.equals(that.provenance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, namespace, name);
  }
}
