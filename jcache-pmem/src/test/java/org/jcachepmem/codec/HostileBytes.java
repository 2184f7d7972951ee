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

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.springframework.cache.interceptor.SimpleKey;

/** Bytes that ask for more than they are, and honest ones to begin with. */
final class HostileBytes {

  private HostileBytes() {}

  /** Inputs of {@link DecodeTrial} that decode: something of every form. */
  static List<byte[]> samples() {
    List<Object> objects = new ArrayList<>();
    Samples.edges().values().forEach(edges -> objects.add(edges.get(edges.size() / 2)));
    objects.add(TimeUnit.DAYS);
    objects.add(new SimpleKey("a", 1L, new Object[] {"b", null}));
    objects.add(new SimpleKey(new SimpleKey(), new byte[3]));
    objects.add(new SimpleKey(new ArrayList<>(List.of("x"))));
    objects.add(new Date(5));
    objects.add(new ArrayList<>(List.of("x", 1, 2L)));
    objects.add(new HashMap<>(Map.of("k", new HashSet<>(List.of(1, 2)))));
    objects.add(new LinkedHashMap<>(Map.of("m", new int[] {1, 2, 3})));
    objects.add(new TreeMap<>(Map.of("t", new ArrayDeque<>(List.of("u")))));
    objects.add(new Object[] {new long[2], "s", new String[] {"p"}});
    Codec<Object> codec = TestCodecs.registry().codec(Object.class);
    return objects.stream().map(each -> DecodeTrial.input(codec.encode(each))).toList();
  }

  /** SimpleKeys in each other, so many that reading them needs more stack than there is. */
  static byte[] nestedKeys(int depth) {
    byte[] inner = {1, 0}; // the empty string
    for (int i = 0; i < depth; i++) {
      ByteArrayOutputStream parts = new ByteArrayOutputStream();
      parts.write(Elements.ARRAY_TAG);
      Elements.writeCount(parts, 1);
      Elements.writeCount(parts, inner.length + 1);
      parts.writeBytes(inner);
      ByteArrayOutputStream key = new ByteArrayOutputStream();
      key.write(32); // SimpleKey
      Elements.writeCount(key, parts.size() + 1);
      key.writeBytes(parts.toByteArray());
      inner = key.toByteArray();
    }
    return inner;
  }

  /** Arrays in each other, each of which claims as many parts as bytes are left. */
  static byte[] greedyArrays(int depth) {
    byte[] inner = {1, 0};
    for (int i = 0; i < depth; i++) {
      ByteArrayOutputStream array = new ByteArrayOutputStream();
      array.write(Elements.ARRAY_TAG);
      Elements.writeCount(array, inner.length + 2);
      Elements.writeCount(array, inner.length + 1);
      array.writeBytes(inner);
      inner = array.toByteArray();
    }
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.write(32);
    Elements.writeCount(key, inner.length + 1);
    key.writeBytes(inner);
    return key.toByteArray();
  }

  /** A serialised Object[] in an Object[], and so on, each of which claims that many elements. */
  static byte[] greedyStream(int depth, int claimed) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(AnyCodec.SERIALIZED);
      ByteArrayOutputStream array = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(array)) {
        out.writeObject(new Object[] {null});
      }
      // Up to the length, then as the first element another array of the class with that handle.
      bytes.write(array.toByteArray(), 0, array.size() - 1 - Integer.BYTES);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(claimed);
      for (int i = 0; i < depth; i++) {
        out.writeByte(ObjectStreamConstants.TC_ARRAY);
        out.writeByte(ObjectStreamConstants.TC_REFERENCE);
        out.writeInt(ObjectStreamConstants.baseWireHandle);
        out.writeInt(claimed);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list that contains itself: it has no hash. */
  static byte[] cyclicList() {
    List<Object> list = new ArrayList<>(Arrays.asList("in a circle"));
    list.add(list);
    return TestCodecs.registry().codec(Object.class).encode(list);
  }
}
