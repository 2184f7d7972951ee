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
package org.jcachepmem.index;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;

/** Keys of an application that share one hash, and whose equals may throw. One thread. */
final class FussyKeys {
  static final KeyIdentities<Fussy> IDENTITIES = CodecKeys.of(new FussyCodec());

  /** What happens when the key of that number is asked whether it is equal. */
  private static IntConsumer whenAsked = number -> {};

  private FussyKeys() {}

  static KeyIdentity of(int number) {
    return IDENTITIES.of(new Fussy(number));
  }

  static byte[] bytes(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  static void calm() {
    whenAsked = number -> {};
  }

  static void whenAsked(IntConsumer action) {
    whenAsked = action;
  }

  /** Any of them throws, once, when they have been asked so often. */
  static void throwing(int patience) {
    AtomicInteger left = new AtomicInteger(patience);
    whenAsked =
        number -> {
          if (left.decrementAndGet() == 0) {
            throw new FussyError();
          }
        };
  }

  static final class FussyError extends Error {
    private static final long serialVersionUID = 1;
  }

  record Fussy(int number) {
    @Override
    public boolean equals(Object other) {
      whenAsked.accept(number);
      return other instanceof Fussy fussy && fussy.number == number;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  private static final class FussyCodec implements Codec<Fussy> {
    @Override
    public String id() {
      return "fussy";
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
    public byte[] encode(Fussy object) {
      return bytes(object.number());
    }

    @Override
    public Fussy decode(byte[] bytes) {
      return new Fussy(Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII)));
    }
  }
}
