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
package org.jcachepmem.codec;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;

/** Writes objects, judging each class that it meets as the reader will. Not thread safe. */
final class JudgingOutput extends ObjectOutputStream {

  private final SerializationFilter filter;
  private long references;

  JudgingOutput(OutputStream out, SerializationFilter filter) throws IOException {
    super(out);
    this.filter = filter;
    enableReplaceObject(true);
  }

  /** Objects written so far; nesting can't be deeper. */
  long references() {
    return references;
  }

  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    judge(type);
  }

  @Override
  protected void annotateProxyClass(Class<?> type) throws IOException {
    for (Class<?> face : type.getInterfaces()) {
      judge(face);
    }
  }

  private void judge(Class<?> type) throws IOException {
    String refusal = filter.refusalToWrite(type);
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
  }

  @Override
  protected Object replaceObject(Object object) throws IOException {
    if (++references > filter.rules().maxReferences()) {
      throw new RefusedException(
          "it has more than " + filter.rules().maxReferences()
              + " objects. Raise jcache-pmem.serialization.max-references to store it.");
    }
    if (object.getClass().isArray() && Array.getLength(object) > filter.rules().maxArrayLength()) {
      throw new RefusedException(
          "it has an array of " + Array.getLength(object)
              + " elements. Raise jcache-pmem.serialization.max-array-length to store it.");
    }
    return object;
  }

  /** The filter said no. The message says to what, and what to do. */
  static final class RefusedException extends NotSerializableException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
