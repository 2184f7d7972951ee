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
package org.jcachepmem.allocator.mutant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What hunts a planted bug: a static method {@code (long seed, long millis)} that throws when it
 * has found one and returns when its time is up. It is named, not called, because it runs in the
 * classes of a {@link MutantLoader}.
 *
 * @param type binary name of the class
 * @param method name of the method
 */
record Hunt(String type, String method) {

  /** From {@code package.Class#method}. */
  static Hunt parse(String text) {
    String[] parts = text.split("#");
    if (parts.length != 2) {
      throw new IllegalArgumentException("a hunt is given as package.Class#method, not " + text);
    }
    return new Hunt(parts[0], parts[1]);
  }

  /** Runs in the loader's classes; throws what the hunt threw. */
  void run(MutantLoader loader, long seed, long millis) throws Throwable {
    Method entry = loader.loadClass(type).getDeclaredMethod(method, long.class, long.class);
    entry.setAccessible(true);
    try {
      entry.invoke(null, seed, millis);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
