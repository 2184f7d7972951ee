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
package org.jcachepmem.simulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Key;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.config.ProviderConfig;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;

/**
 * The keys and values of all caches: as the application has them, as the index has them, and as the
 * pool has them. Immutable.
 */
final class KeySpace {
  static final String NAMESPACE = "simulated";
  static final KeySpace ALL = new KeySpace();

  private static final int CONFIGURATIONS = 2;

  private final List<ProviderConfig> configs = new ArrayList<>();
  private final List<Key> keys = new ArrayList<>();
  private final List<List<Object>> objects = new ArrayList<>();
  private final List<KeyIdentity> identities = new ArrayList<>();
  private final Map<Kind, Map<Object, Key>> byObject = new EnumMap<>(Kind.class);
  private final Map<Kind, Codec<Object>> valueCodecs = new EnumMap<>(Kind.class);

  private KeySpace() {
    for (int i = 0; i < CONFIGURATIONS; i++) {
      configs.add(config(i));
    }
    ProviderConfig config = configs.get(0);
    CodecRegistry codecs =
        new CodecRegistry(KeySpace.class.getClassLoader(), config.serialization(), config.codecs());
    for (Kind kind : Kind.values()) {
      add(kind, codecs);
    }
  }

  @SuppressWarnings("unchecked") // keys and values are of the kind's types
  private void add(Kind kind, CodecRegistry codecs) {
    Codec<Object> codec = codecs.codec((Class<Object>) kind.keyType);
    valueCodecs.put(kind, codecs.codec((Class<Object>) kind.valueType));
    KeyIdentities<Object> of = CodecKeys.of(codec);
    Map<Object, Key> ofKind = new java.util.HashMap<>();
    for (List<Object> equal : kind.objects()) {
      byte[][] spellings =
          equal.stream().map(each -> codec.encode(each).clone()).toArray(byte[][]::new);
      KeyIdentity identity = of.of(equal.get(0)).detached();
      Key key = new Key(keys.size(), kind.ordinal(), identity.hashCode(), spellings);
      keys.add(key);
      objects.add(equal);
      identities.add(identity);
      ofKind.put(equal.get(0), key);
    }
    byObject.put(kind, ofKind);
  }

  private static ProviderConfig config(int number) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.namespace", NAMESPACE);
    properties.put("jcache-pmem.pool.medium", "heap");
    properties.put("jcache-pmem.caches.pinned.pinned", "true");
    properties.put("jcache-pmem.caches.quota.quota", number == 0 ? "1500" : "3000");
    return ProviderConfig.load(
        URI.create("simulator"), KeySpace.class.getClassLoader(), properties);
  }

  /** One of the configurations; they differ in the quota. */
  ProviderConfig config(boolean other) {
    return configs.get(other ? 1 : 0);
  }

  List<Key> keys() {
    return keys;
  }

  List<Key> keys(Kind kind) {
    return keys.stream().filter(key -> key.cache() == kind.ordinal()).toList();
  }

  Kind kind(Key key) {
    return Kind.values()[key.cache()];
  }

  List<String> cacheNames() {
    return Arrays.stream(Kind.values()).map(Kind::cacheName).toList();
  }

  /** The equal objects of a key. */
  List<Object> objects(Key key) {
    return objects.get(key.number());
  }

  KeyIdentity identity(Key key) {
    return identities.get(key.number());
  }

  /** The key that equals that object. */
  Key key(Kind kind, Object object) {
    Key key = byObject.get(kind).get(object);
    if (key == null) {
      throw new AssertionError("a key that nobody put: " + object);
    }
    return key;
  }

  /** A new content, eternal: as the pool has it. */
  Content content(Key key, int version, int length) {
    byte[] random = Content.of(key, version, length, Content.ETERNAL).value();
    Kind kind = kind(key);
    Object value =
        kind.valueType == String.class
            ? new String(random, java.nio.charset.StandardCharsets.ISO_8859_1)
            : random;
    return new Content(version, bytes(kind, value), Content.ETERNAL);
  }

  /** The content as the application has it, a fresh object. */
  Object value(Key key, Content content) {
    return valueCodecs.get(kind(key)).decode(content.value().clone());
  }

  /** Whether the application's value is that content; null for absent. */
  boolean isValue(Key key, Content content, Object value) {
    return Arrays.equals(bytes(kind(key), value), content.value());
  }

  private byte[] bytes(Kind kind, Object value) {
    return valueCodecs.get(kind).encode(value);
  }
}
