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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * Over a new database: makes every {@link Change} in a transaction of its own, each of which hangs
 * between the database's commit and Hibernate's update of the cache (TRANSACTIONAL, which updates
 * the cache first, before the commit), and waits to be killed. While a transaction is open another
 * one reads what it has changed, so that the cache has the old state when it commits. Over an
 * existing database: compares what Hibernate says with what is stored.
 */
public final class ThingsJvm {

  private ThingsJvm() {}

  /** Argument: the directory of the database. */
  public static void main(String[] args) throws Exception {
    boolean isNew = Files.notExists(Path.of(args[0], "things.mv.db"));
    // H2's commits are otherwise durable half a second later, and a kill takes them.
    String url = "jdbc:h2:file:" + Path.of(args[0], "things").toAbsolutePath() + ";WRITE_DELAY=0";
    try (SessionFactory factory = open(url, isNew)) {
      if (isNew) {
        change(factory);
      } else {
        compare(factory);
      }
    }
  }

  private static SessionFactory open(String url, boolean isNew) {
    Configuration configuration = new Configuration();
    for (Class<?> type :
        new Class<?>[] {
          Things.ReadOnly.class,
          Things.Nonstrict.class,
          Things.ReadWrite.class,
          Things.Transactional.class,
          Things.Bulk.class
        }) {
      configuration.addAnnotatedClass(type);
    }
    configuration
        .getProperties()
        .put(
            "hibernate.connection.datasource",
            PausingDataSource.of(url, () -> System.out.println("hangs")));
    configuration.setProperty("hibernate.hbm2ddl.auto", isNew ? "create" : "validate");
    return configuration.buildSessionFactory();
  }

  private static void change(SessionFactory factory)
      throws InterruptedException, ExecutionException, IOException {
    for (Change change : Change.values()) {
      factory.inTransaction(change::insert);
    }
    for (Change change : Change.values()) {
      read(factory, change);
      read(factory, change);
    }
    for (Change change : Change.values()) {
      CountDownLatch hangs = new CountDownLatch(1);
      Thread thread =
          new Thread(
              () -> {
                PausingDataSource.BEFORE_LAST_COMMIT.set(
                    () -> {
                      inAnotherThread(factory, change);
                      hangs.countDown();
                      if (change == Change.TRANSACTIONAL_UPDATE) {
                        hang();
                      }
                    });
                factory.inTransaction(change::apply);
              },
              change.name());
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler(ThingsJvm::giveUp);
      thread.start();
      hangs.await();
    }
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }

  /** Nobody waits for a change that has failed. */
  private static void giveUp(Thread thread, Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  /** Before the commit: what is in the cache by now is never committed. */
  private static void hang() {
    System.out.println("hangs");
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void inAnotherThread(SessionFactory factory, Change change) {
    FutureTask<Boolean> reading = new FutureTask<>(() -> read(factory, change));
    new Thread(reading, "reads " + change).start();
    try {
      reading.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("reading for " + change, e);
    }
  }

  private static boolean read(SessionFactory factory, Change change) {
    factory.inTransaction(change::read);
    return true;
  }

  private static void compare(SessionFactory factory) {
    List<String> cached = readAll(factory);
    factory.getCache().evictAllRegions();
    List<String> stored = readAll(factory);
    for (Change change : Change.values()) {
      String said = cached.get(change.ordinal());
      String is = stored.get(change.ordinal());
      System.out.println(
          change + (said.equals(is) ? ": right" : ": STALE " + said + ", stored is " + is));
    }
  }

  private static List<String> readAll(SessionFactory factory) {
    List<String> all = new ArrayList<>();
    for (Change change : Change.values()) {
      factory.inTransaction(session -> all.add(change.read(session).toString()));
    }
    return all;
  }
}
