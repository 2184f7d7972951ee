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
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** A country, with its currency and the languages that are spoken there. */
@Entity
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@NaturalIdCache
public class Country {

  @Id private int id;
  @NaturalId private String code = "";
  private String name = "";

  @ManyToOne(fetch = FetchType.LAZY)
  private @Nullable CurrencyUnit currency;

  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  private Set<String> languages = new HashSet<>();

  protected Country() {}

  Country(
      int id, String code, String name, @Nullable CurrencyUnit currency, Set<String> languages) {
    this.id = id;
    this.code = code;
    this.name = name;
    this.currency = currency;
    this.languages = new HashSet<>(languages);
  }

  @Override
  public String toString() {
    return code + " " + name + " " + currency + " " + new TreeSet<>(languages);
  }
}
