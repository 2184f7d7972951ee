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

import javax.cache.CacheException;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * There is no room for a value. If there is none now, nothing is stored under its key any more; if
 * there can never be, what was there is there still.
 */
public final class RefusedPutException extends CacheException {
  private static final long serialVersionUID = 1L;

  /** Whose value it was. */
  private transient @Nullable KeyIdentity key;

  RefusedPutException(String message) {
    super(message);
  }

  RefusedPutException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, for a value of that key. */
  RefusedPutException of(KeyIdentity whose) {
    key = whose;
    return this;
  }

  /** Whether it is that key's value. */
  public boolean isOf(KeyIdentity other) {
    return other.equals(key);
  }
}
