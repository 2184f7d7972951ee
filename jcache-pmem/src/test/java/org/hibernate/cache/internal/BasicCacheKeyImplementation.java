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

/** A stand-in with the name, fields, constructor and equality of Hibernate's class. */
public final class BasicCacheKeyImplementation implements Serializable {

  private static final long serialVersionUID = 1L;

  final Serializable id;
  private final String entityOrRoleName;
  private final int hashCode;

  /** A key of these parts. */
  public BasicCacheKeyImplementation(Serializable id, String entityOrRoleName, int hashCode) {
    this.id = id;
    this.entityOrRoleName = entityOrRoleName;
    this.hashCode = hashCode;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BasicCacheKeyImplementation key
        && id.equals(key.id)
        && entityOrRoleName.equals(key.entityOrRoleName);
  }

  @Override
  public int hashCode() {
    return hashCode;
  }
}
