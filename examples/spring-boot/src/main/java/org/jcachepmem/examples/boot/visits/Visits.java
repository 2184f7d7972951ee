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
package org.jcachepmem.examples.boot.visits;

import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Rows of a database behind Hibernate's second-level cache, which is in the same pool. */
@Service
public class Visits {

  private final EntityManager entities;

  Visits(EntityManager entities) {
    this.entities = entities;
  }

  /** Counts a visit; how many there are now. */
  @Transactional
  public int add(String page) {
    Visit visit = entities.find(Visit.class, page);
    if (visit == null) {
      visit = new Visit(page);
      entities.persist(visit);
    }
    visit.add();
    return visit.count();
  }

  /** How many visits a page had. */
  @Transactional(readOnly = true)
  public int count(String page) {
    Visit visit = entities.find(Visit.class, page);
    return visit == null ? 0 : visit.count();
  }

  /** SQL statements of this process, after its start. */
  public long statements() {
    return entities
        .getEntityManagerFactory()
        .unwrap(SessionFactory.class)
        .getStatistics()
        .getPrepareStatementCount();
  }
}
