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
package org.jcachepmem.tools;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class of an application, which the tools never load. */
class Customer implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** Whether anybody made or read an object of this class by deserialising it. */
  static int deserialised;

  /** An enum of an application. */
  enum Rank {
    NEW,
    LOYAL
  }

  final int number;
  final String name;
  final Rank rank;
  final BigDecimal credit;
  final LocalDate since;
  final byte[] photo;
  final double[] ratings;
  final ArrayList<String> tags = new ArrayList<>(List.of("a", "b"));
  final LinkedHashMap<String, Long> visits = new LinkedHashMap<>();
  @Nullable Customer friend;

  Customer(int number, String name) {
    this.number = number;
    this.name = name;
    this.rank = number % 2 == 0 ? Rank.NEW : Rank.LOYAL;
    this.credit = new BigDecimal("12.50");
    this.since = LocalDate.of(2020, 2, 29);
    this.photo = new byte[] {1, 2, (byte) 0xFE};
    this.ratings = new double[] {0.5, 1};
    visits.put("Basel", 3L);
    friend = this;
  }

  @Serial
  private Object readResolve() {
    deserialised++;
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Customer customer && customer.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
