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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;

/**
 * One run of the application. It makes the database if there is none, asks its questions, prints
 * what Hibernate counted meanwhile, and waits to be killed or to end.
 */
public final class WorldJvm {

  private WorldJvm() {}

  /** Argument: the directory of the database. */
  public static void main(String[] args) throws IOException {
    Path database = Path.of(args[0], "world");
    boolean isNew = Files.notExists(Path.of(args[0], "world.mv.db"));
    try (SessionFactory factory = open(database, isNew)) {
      if (isNew) {
        World.store(factory);
      }
      Statistics statistics = factory.getStatistics();
      statistics.clear();
      List<String> answers = Questions.ask(factory);
      print("answers", answers.size());
      print("checksum", answers.hashCode());
      print("SQL statements", statistics.getPrepareStatementCount());
      print("entities loaded from SQL", statistics.getEntityLoadCount());
      print("entity and collection hits", statistics.getSecondLevelCacheHitCount());
      print("entity and collection misses", statistics.getSecondLevelCacheMissCount());
      print("natural id hits", statistics.getNaturalIdCacheHitCount());
      print("query hits", statistics.getQueryCacheHitCount());
      print("query misses", statistics.getQueryCacheMissCount());
      System.out.println("done");
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static SessionFactory open(Path database, boolean isNew) {
    return new Configuration()
        .addAnnotatedClass(CurrencyUnit.class)
        .addAnnotatedClass(Country.class)
        .addAnnotatedClass(Zone.class)
        // Without the delay: H2's commits are otherwise durable half a second later, and a kill
        // would leave a database that is older than the cache.
        .setProperty(
            "hibernate.connection.url",
            "jdbc:h2:file:" + database.toAbsolutePath() + ";WRITE_DELAY=0")
        .setProperty("hibernate.hbm2ddl.auto", isNew ? "create" : "validate")
        .buildSessionFactory();
  }

  private static void print(String what, long number) {
    System.out.println(what + ": " + number);
  }
}
