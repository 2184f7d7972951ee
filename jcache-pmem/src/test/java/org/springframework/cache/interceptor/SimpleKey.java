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
package org.springframework.cache.interceptor;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;

/** A stand-in with the name, fields, constructor and equality of Spring's class. */
public class SimpleKey implements Serializable {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // as the real one
  private final Object[] params;

  private transient int hashCode;

  /** A key of these parts. */
  public SimpleKey(Object... elements) {
    params = elements.clone();
    hashCode = Arrays.deepHashCode(params);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimpleKey key && Arrays.deepEquals(params, key.params);
  }

  @Override
  public final int hashCode() {
    return hashCode;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    hashCode = Arrays.deepHashCode(params);
  }
}
