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
package org.hibernate.cache.internal;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stand-in with the name, fields, constructor and equality of Hibernate's class. */
public final class CacheKeyImplementation implements Serializable {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Object id;

  private final String entityOrRoleName;
  private final @Nullable String tenantId;
  private final int hashCode;
  private final boolean requiresDeepEquals;

  /** A key of these parts. */
  public CacheKeyImplementation(
      Object id, String entityOrRoleName, @Nullable String tenantId, int hashCode) {
    this.id = id;
    this.entityOrRoleName = entityOrRoleName;
    this.tenantId = tenantId;
    this.hashCode = hashCode;
    this.requiresDeepEquals = id.getClass().isArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKeyImplementation key
        && (requiresDeepEquals ? Objects.deepEquals(id, key.id) : id.equals(key.id))
        && entityOrRoleName.equals(key.entityOrRoleName)
        && Objects.equals(tenantId, key.tenantId);
  }

  @Override
  public int hashCode() {
    return hashCode;
  }
}
