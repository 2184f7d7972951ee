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

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/**
 * Everything that an application may ask about the world: entities by id and by natural id, their
 * collections and associations, and queries.
 */
final class Questions {

  private Questions() {}

  /** The answers, the same ones in the same order for the same rows. */
  static List<String> ask(SessionFactory factory) {
    List<String> answers = new ArrayList<>();
    factory.inTransaction(session -> byId(session, answers));
    factory.inTransaction(session -> byNaturalId(session, answers));
    factory.inTransaction(session -> byQuery(session, answers));
    return answers;
  }

  private static void byId(Session session, List<String> answers) {
    for (int id = 1; id <= World.COUNTRIES.size(); id++) {
      answers.add(String.valueOf(session.find(Country.class, id)));
    }
    for (int id = 1; id <= World.ZONES.size(); id++) {
      answers.add(String.valueOf(session.find(Zone.class, id)));
    }
  }

  @SuppressWarnings(
      "deprecation") // its successor, find with KeyType.NATURAL, is not in Hibernate 6
  private static void byNaturalId(Session session, List<String> answers) {
    for (String code : World.CURRENCIES) {
      answers.add(String.valueOf(session.bySimpleNaturalId(CurrencyUnit.class).load(code)));
    }
    for (String zone : World.ZONES) {
      answers.add(String.valueOf(session.bySimpleNaturalId(Zone.class).load(zone)));
    }
  }

  private static void byQuery(Session session, List<String> answers) {
    TreeSet<Integer> offsets = new TreeSet<>();
    World.ZONES.forEach(zone -> offsets.add(World.offsetSeconds(zone)));
    for (int offset : offsets) {
      answers.add(
          session
              .createQuery(
                  "from Zone z where z.offsetSeconds = :offset order by z.name", Zone.class)
              .setParameter("offset", offset)
              .setCacheable(true)
              .list()
              .toString());
    }
    for (String language : List.of("de", "en", "fr", "it", "ja", "pt")) {
      answers.add(
          session
              .createQuery(
                  "select c.name from Country c join c.languages l where l = :language"
                      + " order by c.name",
                  String.class)
              .setParameter("language", language)
              .setCacheable(true)
              .list()
              .toString());
    }
  }
}
