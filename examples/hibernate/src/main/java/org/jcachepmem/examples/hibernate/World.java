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

import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.SessionFactory;

/** What the JDK knows of the world, as rows. Ids count from 1 in the order of the names. */
final class World {

  private static final Instant WINTER = Instant.parse("2024-01-15T12:00:00Z");

  static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();
  static final List<String> COUNTRIES = List.of(Locale.getISOCountries());
  static final List<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode).sorted().toList();

  private World() {}

  static int offsetSeconds(String zone) {
    return ZoneId.of(zone).getRules().getOffset(WINTER).getTotalSeconds();
  }

  /** Languages by country code. */
  static Map<String, Set<String>> languages() {
    Map<String, Set<String>> languages = new TreeMap<>();
    for (Locale locale : Locale.getAvailableLocales()) {
      if (!locale.getCountry().isEmpty()) {
        languages
            .computeIfAbsent(locale.getCountry(), code -> new TreeSet<>())
            .add(locale.getLanguage());
      }
    }
    return languages;
  }

  /** Writes all of it, in one transaction. */
  static void store(SessionFactory factory) {
    Map<String, Set<String>> languages = languages();
    factory.inTransaction(
        session -> {
          Map<String, CurrencyUnit> units = new TreeMap<>();
          for (String code : CURRENCIES) {
            CurrencyUnit unit = new CurrencyUnit(units.size() + 1, Currency.getInstance(code));
            units.put(code, unit);
            session.persist(unit);
          }
          int id = 0;
          for (String code : COUNTRIES) {
            Locale locale = new Locale.Builder().setRegion(code).build();
            Currency currency = Currency.getInstance(locale);
            session.persist(
                new Country(
                    ++id,
                    code,
                    locale.getDisplayCountry(Locale.ENGLISH),
                    currency == null ? null : units.get(currency.getCurrencyCode()),
                    languages.getOrDefault(code, Set.of())));
          }
          id = 0;
          for (String zone : ZONES) {
            session.persist(new Zone(++id, zone, offsetSeconds(zone)));
          }
        });
  }
}
