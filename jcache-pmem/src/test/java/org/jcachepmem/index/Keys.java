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
import java.util.Locale;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.TestCodecs;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;

/** Key identities for tests. */
final class Keys {
  /** By their bytes. */
  static final KeyIdentities<String> CANONICAL = CodecKeys.of(new Text(true));

  /** As applications have them: by their bytes, long ones as they are. */
  static final KeyIdentities<String> BUILT_IN =
      CodecKeys.of(TestCodecs.registry().codec(String.class));

  /** As objects: texts that differ in case or in surrounding blanks are equal. */
  static final KeyIdentities<Word> LOOSE = CodecKeys.of(new WordCodec());

  private Keys() {}

  record Word(String text) {
    private String folded() {
      return text.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Word word && folded().equals(word.folded());
    }

    @Override
    public int hashCode() {
      return folded().hashCode();
    }
  }

  private record Text(boolean isCanonical) implements Codec<String> {
    @Override
    public String id() {
      return "text";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public byte[] encode(String object) {
      return object.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static final class WordCodec implements Codec<Word> {
    private final Text text = new Text(false);

    @Override
    public String id() {
      return "word";
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
    public byte[] encode(Word object) {
      return text.encode(object.text());
    }

    @Override
    public Word decode(byte[] bytes) {
      Word word = new Word(text.decode(bytes));
      if (word.text().startsWith("gone")) {
        throw new IllegalStateException("no class for " + word);
      }
      return word;
    }
  }
}
