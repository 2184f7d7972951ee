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
package org.jcachepmem.key;

import org.jcachepmem.codec.AnyCodec;
import org.jcachepmem.codec.CanonicalCodec;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.TwoWordCodec;
import org.jcachepmem.codec.WordCodec;

/**
 * Makes key identities from a codec. Which class an identity has depends on its bytes alone, never
 * on the way it was made, so that a lookup equals what recovery made of stored bytes.
 */
public final class CodecKeys {

  private CodecKeys() {}

  /** The identities of keys that {@code codec} writes. */
  @SuppressWarnings("unchecked") // each codec class fixes K
  public static <K> KeyIdentities<K> of(Codec<K> codec) {
    if (codec instanceof CanonicalCodec<K> canonical && NaturalKey.mayBeNatural(canonical.type())) {
      return (KeyIdentities<K>) new Natural((CanonicalCodec<Object>) canonical);
    }
    if (codec instanceof WordCodec<K> words) {
      return new Canonical<>(words) {
        @Override
        public KeyIdentity of(K key) {
          return LongKey.untagged(words.word(key), words.fixedBytes());
        }
      };
    }
    if (codec instanceof TwoWordCodec<K> words && words.secondWidthBytes() == 8) {
      return new Canonical<>(words) {
        @Override
        public KeyIdentity of(K key) {
          return TwoLongKey.untagged(words.first(key), words.second(key));
        }
      };
    }
    if (codec instanceof AnyCodec any) {
      return (KeyIdentities<K>) new Mixed(any);
    }
    return codec.isCanonical() ? new Canonical<>(codec) : new ByObject<>(codec);
  }

  /** The identity that an index key stands for. */
  private static KeyIdentity identity(Codec<Object> codec, Object indexKey) {
    return indexKey instanceof KeyIdentity identity ? identity : new NaturalKey(codec, indexKey);
  }

  private static KeyIdentity ofBytes(byte[] bytes, boolean shared) {
    if (bytes.length <= LongKey.MAX_BYTES) {
      return LongKey.of(bytes);
    }
    return bytes.length <= TwoLongKey.MAX_BYTES
        ? TwoLongKey.of(bytes)
        : new BytesKey(bytes, shared);
  }

  /** Bytes that a codec may keep. */
  private static byte[] own(KeyIdentity identity) {
    return identity instanceof BytesKey ? identity.bytes().clone() : identity.bytes();
  }

  /** Keys that compare by their bytes. */
  private static class Canonical<K> implements KeyIdentities<K> {
    private final Codec<K> codec;

    Canonical(Codec<K> codec) {
      this.codec = codec;
    }

    @Override
    public KeyIdentity of(K key) {
      byte[] bytes = codec.encode(key);
      return ofBytes(bytes, bytes == key || !(codec instanceof CanonicalCodec));
    }

    @Override
    public KeyIdentity ofStored(byte[] keyBytes) {
      return ofBytes(keyBytes, false);
    }

    @Override
    public K key(KeyIdentity identity) {
      return codec.decode(own(identity));
    }

    @Override
    public boolean isCanonical() {
      return true;
    }
  }

  /** Keys of one class, of which some or all are natural. */
  private static final class Natural extends Canonical<Object> {
    private final CanonicalCodec<Object> codec;

    Natural(CanonicalCodec<Object> codec) {
      super(codec);
      this.codec = codec;
    }

    private boolean isNatural(Object key) {
      return key.getClass() == codec.type() && NaturalKey.isNatural(key);
    }

    @Override
    public KeyIdentity of(Object key) {
      return identity(indexKey(key));
    }

    @Override
    public Object indexKey(Object key) {
      return isNatural(key) ? key : super.of(key);
    }

    @Override
    public KeyIdentity identity(Object indexKey) {
      return CodecKeys.identity(codec, indexKey);
    }

    @Override
    public KeyIdentity ofStored(byte[] keyBytes) {
      KeyIdentity natural = NaturalKey.ofStored(codec, keyBytes);
      return natural == null ? super.ofStored(keyBytes) : natural;
    }

    @Override
    public Object key(KeyIdentity identity) {
      return identity instanceof NaturalKey natural ? natural.key() : super.key(identity);
    }
  }

  /** Keys that compare as objects. */
  private static final class ByObject<K> implements KeyIdentities<K> {
    private final Codec<K> codec;

    ByObject(Codec<K> codec) {
      this.codec = codec;
    }

    @Override
    public KeyIdentity of(K key) {
      return ObjectKey.lookup(codec, key);
    }

    @Override
    public KeyIdentity ofStored(byte[] keyBytes) {
      return ObjectKey.stored(codec, keyBytes);
    }

    @Override
    @SuppressWarnings("unchecked") // identities come from this very object
    public K key(KeyIdentity identity) {
      return ((ObjectKey<K>) identity).fresh();
    }

    @Override
    public boolean isCanonical() {
      return false;
    }
  }

  /** Keys of any class: by bytes where their form is canonical, else as objects. */
  private record Mixed(AnyCodec codec) implements KeyIdentities<Object> {

    @Override
    public KeyIdentity of(Object key) {
      return identity(indexKey(key));
    }

    @Override
    public Object indexKey(Object key) {
      CanonicalCodec<Object> form = codec.form(key);
      if (form == null) {
        return ObjectKey.lookup(codec, key);
      }
      if (NaturalKey.isNatural(key)) {
        return key;
      }
      if (form instanceof WordCodec<Object> words) {
        return LongKey.tagged(form.tag(), words.word(key), words.fixedBytes());
      }
      if (form instanceof TwoWordCodec<Object> words && words.secondWidthBytes() == 8) {
        return TwoLongKey.tagged(form.tag(), words.first(key), words.second(key));
      }
      return ofBytes(codec.encode(form, key), false);
    }

    @Override
    public KeyIdentity identity(Object indexKey) {
      return CodecKeys.identity(codec, indexKey);
    }

    @Override
    public KeyIdentity ofStored(byte[] keyBytes) {
      if (!codec.isCanonical(keyBytes)) {
        return ObjectKey.stored(codec, keyBytes);
      }
      Class<?> type = codec.typeOf(keyBytes);
      KeyIdentity natural =
          type != null && NaturalKey.mayBeNatural(type)
              ? NaturalKey.ofStored(codec, keyBytes)
              : null;
      return natural == null ? ofBytes(keyBytes, false) : natural;
    }

    @Override
    public Object key(KeyIdentity identity) {
      if (identity instanceof NaturalKey natural) {
        return natural.key();
      }
      return identity instanceof ObjectKey<?> object ? object.fresh() : codec.decode(own(identity));
    }

    @Override
    public boolean isCanonical() {
      return false;
    }
  }
}
