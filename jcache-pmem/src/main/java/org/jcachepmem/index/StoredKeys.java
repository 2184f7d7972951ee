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

import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a cache as its records have them. To decode one that is not canonical is foreign
 * code, and it fails when the key's class has changed: no lock is held. Thread safe.
 */
final class StoredKeys {
  private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);

  private final KeyIdentities<?> keys;
  private final String cacheName;

  StoredKeys(KeyIdentities<?> keys, String cacheName) {
    this.keys = keys;
    this.cacheName = cacheName;
  }

  /** Whether equal keys always have equal bytes. Then nothing needs decoding. */
  boolean areCanonical() {
    return keys.isCanonical();
  }

  /** The identity of a canonical key, for looking it up. */
  KeyIdentity canonical(byte[] keyBytes) {
    return keys.ofStored(keyBytes);
  }

  /** A detached identity of any key, or null if it can't be decoded any more. */
  @Nullable KeyIdentity decoded(byte[] keyBytes) {
    try {
      return keys.ofStored(keyBytes).detached();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("Cache {}: a stored key can't be decoded", cacheName, e);
      return null;
    }
  }
}
