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
package org.jcachepmem;

import java.lang.reflect.InvocationTargetException;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/**
 * Makes objects of a class that was found already, by its constructor without parameters. JCache's
 * own factory keeps a name alone, and asks the class loader of whatever thread it is called on.
 */
record ClassFactory<T>(Class<? extends T> type) implements Factory<T> {

  /**
   * A new one.
   *
   * @throws CacheException if that fails, with the cause
   */
  @Override
  public T create() {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw failed(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw failed(e);
    }
  }

  private CacheException failed(Throwable cause) {
    return new CacheException(
        "Can't make a "
            + type.getName()
            + ": it needs a public constructor without parameters"
            + " that does not fail",
        cause);
  }
}
