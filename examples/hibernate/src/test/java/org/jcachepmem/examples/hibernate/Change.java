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
import java.util.function.Consumer;
import org.hibernate.Session;
import org.jcachepmem.examples.hibernate.Things.Bulk;
import org.jcachepmem.examples.hibernate.Things.Nonstrict;
import org.jcachepmem.examples.hibernate.Things.ReadOnly;
import org.jcachepmem.examples.hibernate.Things.ReadWrite;
import org.jcachepmem.examples.hibernate.Things.Thing;
import org.jcachepmem.examples.hibernate.Things.Transactional;
import org.jspecify.annotations.Nullable;

/** What one transaction does to one row, after which the JVM is killed; the ordinal is the id. */
enum Change {
  READ_ONLY_DELETE(ReadOnly.class, session -> session.remove(thing(session, ReadOnly.class, 0))),
  NONSTRICT_UPDATE(Nonstrict.class, session -> thing(session, Nonstrict.class, 1).text = "new"),
  NONSTRICT_DELETE(Nonstrict.class, session -> session.remove(thing(session, Nonstrict.class, 2))),
  NONSTRICT_NATURAL_ID(
      Nonstrict.class, session -> thing(session, Nonstrict.class, 3).name = "new 3"),
  READ_WRITE_UPDATE(ReadWrite.class, session -> thing(session, ReadWrite.class, 4).text = "new"),
  READ_WRITE_DELETE(ReadWrite.class, session -> session.remove(thing(session, ReadWrite.class, 5))),
  READ_WRITE_NATURAL_ID(
      ReadWrite.class, session -> thing(session, ReadWrite.class, 6).name = "new 6"),
  READ_WRITE_COLLECTION(
      ReadWrite.class, session -> thing(session, ReadWrite.class, 7).parts.add("new")),
  BULK_UPDATE(
      Bulk.class,
      session ->
          session.createMutationQuery("update Bulk set text = 'new' where id = 8").executeUpdate()),
  TRANSACTIONAL_UPDATE(
      Transactional.class, session -> thing(session, Transactional.class, 9).text = "new");

  private final Class<? extends Thing> type;
  private final Consumer<Session> change;

  Change(Class<? extends Thing> type, Consumer<Session> change) {
    this.type = type;
    this.change = change;
  }

  private static <T extends Thing> T thing(Session session, Class<T> type, int id) {
    return session.find(type, id);
  }

  void apply(Session session) {
    change.accept(session);
  }

  /** Makes the row, as it is before the change. */
  void insert(Session session) {
    Thing thing =
        switch (type.getSimpleName()) {
          case "ReadOnly" -> new ReadOnly();
          case "Nonstrict" -> new Nonstrict();
          case "ReadWrite" -> new ReadWrite();
          case "Transactional" -> new Transactional();
          default -> new Bulk();
        };
    thing.id = ordinal();
    if (thing instanceof Nonstrict nonstrict) {
      nonstrict.name = "old " + ordinal();
    } else if (thing instanceof ReadWrite readWrite) {
      readWrite.name = "old " + ordinal();
    }
    session.persist(thing);
  }

  /** What Hibernate says of the row, found in every way there is. */
  List<String> read(Session session) {
    List<String> found = new ArrayList<>();
    found.add("by id: " + text(session.find(type, ordinal())));
    found.add(
        "by query: "
            + session
                .createQuery(
                    "select t.text from " + type.getSimpleName() + " t where t.id = :id",
                    String.class)
                .setParameter("id", ordinal())
                .setCacheable(true)
                .list());
    if (type == Nonstrict.class || type == ReadWrite.class) {
      for (String name : List.of("old ", "new ")) {
        found.add("by natural id " + name + ": " + byNaturalId(session, name + ordinal()));
      }
    }
    return found;
  }

  @SuppressWarnings("deprecation") // its successor is not in Hibernate 6
  private String byNaturalId(Session session, String name) {
    return text(session.bySimpleNaturalId(type).load(name));
  }

  private static String text(@Nullable Thing thing) {
    if (thing == null) {
      return "none";
    }
    return thing instanceof ReadWrite readWrite
        ? thing.text + " " + new TreeSet<>(readWrite.parts)
        : thing.text;
  }
}
