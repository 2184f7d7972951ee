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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** A database where something happens before a commit, and where the commit never returns. */
final class PausingDataSource {

  /** Runs before the commits of its thread, which then never return. */
  static final ThreadLocal<@Nullable Runnable> BEFORE_LAST_COMMIT = new ThreadLocal<>();

  private PausingDataSource() {}

  /**
   * @param afterCommit runs when the database has committed
   */
  static DataSource of(String url, Runnable afterCommit) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    return proxy(
        DataSource.class,
        source,
        (method, result) ->
            method.equals("getConnection") ? pausing((Connection) result, afterCommit) : result);
  }

  private static Connection pausing(Connection connection, Runnable afterCommit) {
    return proxy(
        Connection.class,
        connection,
        (method, result) -> {
          if (method.equals("commit") && BEFORE_LAST_COMMIT.get() != null) {
            afterCommit.run();
            Thread.sleep(Long.MAX_VALUE);
          }
          return result;
        });
  }

  private static <T> T proxy(Class<T> face, T target, After after) {
    return face.cast(
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (self, method, arguments) -> {
              Runnable before = BEFORE_LAST_COMMIT.get();
              if (method.getName().equals("commit") && before != null) {
                before.run();
              }
              try {
                return after.apply(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException cause ? cause : e;
              }
            }));
  }

  /** What becomes of a method's result. */
  @FunctionalInterface
  private interface After {
    @Nullable Object apply(String method, @Nullable Object result) throws InterruptedException;
  }
}
