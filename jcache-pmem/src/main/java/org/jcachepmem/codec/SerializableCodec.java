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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization behind a filter, with the classes of one class loader. Never canonical: two
 * equal objects may give different bytes, as when one shares a String that the other has twice.
 *
 * <p>Writing proves that reading will work: every class is judged and found by the reader's class
 * loader while it is written; and an object with a class not met before, or with so many parts that
 * it might exceed one of the reader's limits, is read back once.
 */
public final class SerializableCodec implements Codec<Object> {

  /** Most slots of the array that a reading collection makes for each of its elements. */
  private static final int MOST_SLOTS = 8;

  private final ClassLoader loader;
  private final SerializationFilter filter;

  /** Whether the class was read back already. */
  private final ClassValue<boolean[]> proven =
      new ClassValue<>() {
        @Override
        protected boolean[] computeValue(Class<?> type) {
          return new boolean[1];
        }
      };

  SerializableCodec(ClassLoader loader, SerializationFilter filter) {
    this.loader = loader;
    this.filter = filter;
  }

  @Override
  public String id() {
    return "java";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean isCanonical() {
    return false;
  }

  @Override
  public byte[] encode(Object object) {
    return write(object, 0);
  }

  @Override
  public Object decode(byte[] bytes) {
    return read(bytes, 0);
  }

  byte[] write(Object object, int headroom) {
    try {
      GraphBuffer buffer = GraphBuffer.growing(headroom);
      JudgingOutput written = writeTo(object, buffer);
      if (!buffer.isComplete()) {
        buffer = again(object, buffer.count(), headroom);
      }
      byte[] bytes = buffer.bytes();
      long parts = bytes.length - headroom - written.plainBytes();
      if (mayExceedLimits(written.references(), parts) || anyUnproven(written.classes())) {
        proveReadable(object, bytes, headroom);
        written.classes().forEach(type -> proven.get(type)[0] = true);
      }
      return bytes;
    } catch (IOException | RuntimeException e) {
      if (e instanceof CacheException known) {
        throw known;
      }
      String advice =
          e instanceof NotSerializableException
              ? "; let that class implement java.io.Serializable, or register a codec"
                  + " (jcache-pmem.codecs)"
              : "";
      throw cannot(object, "can't be serialised: " + e + advice, e);
    } catch (StackOverflowError e) {
      throw cannot(object, "is nested too deeply to be serialised", e);
    }
  }

  /**
   * The writer is told of no null and of nothing that was written before, and the reader counts
   * them; nor does the writer know of the arrays that collections make when they are read. But each
   * element takes a byte.
   *
   * @param objects how many were written; nesting can't be deeper
   * @param parts the bytes that may be references
   */
  private boolean mayExceedLimits(long objects, long parts) {
    SerializationRules rules = filter.rules();
    return objects > rules.maxDepth()
        || parts > rules.maxReferences()
        || parts > rules.maxArrayLength() / MOST_SLOTS;
  }

  /** A race reads back twice, no more. */
  private boolean anyUnproven(List<Class<?>> classes) {
    for (Class<?> type : classes) {
      if (!proven.get(type)[0]) {
        return true;
      }
    }
    return false;
  }

  private JudgingOutput writeTo(Object object, GraphBuffer buffer) throws IOException {
    try (JudgingOutput out = new JudgingOutput(buffer, filter)) {
      out.writeObject(object);
      out.flush();
      String refusal = out.refusal();
      if (refusal != null) {
        throw cannot(object, "can't be stored: " + refusal, null);
      }
      return out;
    }
  }

  private GraphBuffer again(Object object, long lengthBytes, int headroom) throws IOException {
    if (lengthBytes > Integer.MAX_VALUE - 8) {
      throw cannot(
          object,
          "is " + lengthBytes + " bytes when serialised, more than a Java array holds",
          null);
    }
    GraphBuffer buffer = GraphBuffer.exactly((int) lengthBytes, headroom);
    writeTo(object, buffer);
    if (buffer.count() != lengthBytes) {
      throw cannot(object, "changed while it was being serialised", null);
    }
    return buffer;
  }

  private void proveReadable(Object object, byte[] bytes, int headroom) {
    try {
      read(bytes, headroom);
    } catch (CacheException e) {
      throw cannot(
          object, "can't be stored, since it could not be read back: " + e.getMessage(), e);
    }
  }

  Object read(byte[] bytes, int offset) {
    try (LoaderInput in =
        new LoaderInput(
            new ByteArrayInputStream(bytes, offset, bytes.length - offset),
            bytes.length,
            loader,
            filter)) {
      Object object = in.readObject();
      if (object == null) {
        throw new CacheException("Serialised bytes hold null, which no cache stores");
      }
      return object;
    } catch (InvalidClassException e) {
      boolean limit = e.getMessage() != null && e.getMessage().contains("REJECTED");
      throw new CacheException(
          limit
              ? "The serialization filter refused it: it exceeds jcache-pmem.serialization.max-depth,"
                  + " max-references or max-array-length, or the JVM's own jdk.serialFilter refuses it"
              : "Deserialisation refused: " + e.getMessage(),
          e);
    } catch (ClassNotFoundException e) {
      throw new CacheException(
          "The class loader of the cache manager, " + loader + ", does not find " + e.getMessage(),
          e);
    } catch (IOException | LinkageError | StackOverflowError e) {
      throw new CacheException("Deserialisation failed: " + e, e);
    } catch (RuntimeException e) {
      if (e instanceof CacheException known) {
        throw known;
      }
      throw new CacheException("Deserialisation failed: " + e, e); // a class's own readObject threw
    }
  }

  private static CacheException cannot(Object object, String what, @Nullable Throwable cause) {
    return new CacheException("An object of " + object.getClass().getName() + " " + what, cause);
  }
}
