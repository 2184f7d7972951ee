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

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Currency;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

/** A currency. It never changes and is never deleted, so READ_ONLY is safe over a kill. */
@Entity
@Immutable
@Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
@NaturalIdCache
public class CurrencyUnit {

  @Id private int id;
  @NaturalId private String code = "";
  private String name = "";
  private int fractionDigits;

  protected CurrencyUnit() {}

  CurrencyUnit(int id, Currency currency) {
    this.id = id;
    this.code = currency.getCurrencyCode();
    this.name = currency.getDisplayName(java.util.Locale.ENGLISH);
    this.fractionDigits = currency.getDefaultFractionDigits();
  }

  @Override
  public String toString() {
    return code + " " + name + " " + fractionDigits;
  }
}
