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
package org.jcachepmem.examples.hibernate;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

/** An entity for each concurrency strategy, without a version, which would protect them further. */
final class Things {

  private Things() {}

  /** What all have. */
  @MappedSuperclass
  abstract static class Thing {
    @Id int id;
    String text = "old";
  }

  @Entity(name = "ReadOnly")
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class ReadOnly extends Thing {}

  @Entity(name = "Nonstrict")
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  @NaturalIdCache
  static class Nonstrict extends Thing {
    @NaturalId(mutable = true)
    String name = "";
  }

  @Entity(name = "ReadWrite")
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class ReadWrite extends Thing {
    @NaturalId(mutable = true)
    String name = "";

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    Set<String> parts = new HashSet<>(Set.of("old"));
  }

  /** Changed by statements that Hibernate does not see row by row. */
  @Entity(name = "Bulk")
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Bulk extends Thing {}

  /** hibernate-jcache warns of it, and writes to the cache before the database commits. */
  @Entity(name = "Transactional")
  @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
  static class Transactional extends Thing {}
}
