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

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.cache.CacheException;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of anybody's making, decoded as a value and as a key: the first byte says of which declared
 * type. What comes of it is an object or a {@link CacheException}, and takes heap in proportion to
 * the bytes; an object of a canonical codec comes back from its own bytes.
 */
final class DecodeTrial {
  private static final List<Class<?>> TYPES =
      List.of(
          Object.class,
          String.class,
          Long.class,
          Character.class,
          Boolean.class,
          Double.class,
          UUID.class,
          byte[].class,
          BigInteger.class,
          BigDecimal.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Duration.class);

  private static final CodecRegistry REGISTRY = TestCodecs.registry();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long HEAP_FLOOR = 4L << 20;
  private static final int HEAP_FACTOR = 256;

  private DecodeTrial() {}

  /** Returns the decoded object, null if it was refused; throws if it finds something. */
  static @Nullable Object run(byte[] input) {
    if (input.length == 0) {
      return null;
    }
    return run(
        TYPES.get((input[0] & 0xFF) % TYPES.size()), Arrays.copyOfRange(input, 1, input.length));
  }

  /** The input that decodes {@code bytes} as an Object. */
  static byte[] input(byte[] bytes) {
    byte[] input = new byte[1 + bytes.length];
    System.arraycopy(bytes, 0, input, 1, bytes.length);
    return input;
  }

  private static <T> @Nullable T run(Class<T> type, byte[] bytes) {
    Codec<T> codec = REGISTRY.codec(type);
    long allocated = allocatedBy(codec, bytes);
    long most = HEAP_FLOOR + (long) HEAP_FACTOR * bytes.length;
    // Asked twice, because the first time classes may be loaded.
    if (allocated > most && allocatedBy(codec, bytes) > most) {
      throw new AssertionError(bytes.length + " bytes of " + codec.id() + " took " + allocated);
    }
    T object = decoded(codec, bytes);
    if (object != null && isCanonical(codec, bytes)) {
      T copy = decoded(codec, codec.encode(object));
      if (!Objects.deepEquals(object, copy)) {
        throw new AssertionError(object + " of " + codec.id() + " comes back as " + copy);
      }
    }
    asKey(CodecKeys.of(codec), bytes);
    return object;
  }

  private static boolean isCanonical(Codec<?> codec, byte[] bytes) {
    return codec instanceof AnyCodec any ? any.isCanonical(bytes) : codec.isCanonical();
  }

  private static long allocatedBy(Codec<?> codec, byte[] bytes) {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    decoded(codec, bytes);
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }

  private static <T> @Nullable T decoded(Codec<T> codec, byte[] bytes) {
    try {
      return Objects.requireNonNull(codec.decode(bytes.clone()), "null, which no cache stores");
    } catch (CacheException e) {
      requireMessage(e);
      return null;
    }
  }

  /** What an index does with a key that it finds in a pool. */
  private static void asKey(KeyIdentities<?> keys, byte[] bytes) {
    try {
      keys.key(keys.ofStored(bytes.clone()).detached());
    } catch (CacheException e) {
      requireMessage(e);
    }
  }

  private static void requireMessage(CacheException refusal) {
    String message = refusal.getMessage();
    if (message == null || message.length() < 20) {
      throw new AssertionError("a refusal that says nothing: " + message, refusal);
    }
  }
}
