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
package org.jcachepmem.examples.hibernate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.config.ProviderConfig;
import org.junit.jupiter.api.Test;

/** The codecs of Hibernate's keys know the keys of this Hibernate, too, and not only stand-ins. */
class KeyCodecTest {

  private static final String PACKAGE = "org.hibernate.cache.internal.";

  private static Object key(String name, Class<?>[] types, Object... arguments) throws Exception {
    var constructor = Class.forName(PACKAGE + name).getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(arguments);
  }

  @Test
  void keysAreWrittenWithoutJavaSerialization() throws Exception {
    Class<?>[] withTenant = {Object.class, String.class, String.class, int.class};
    Class<?>[] basic = {java.io.Serializable.class, String.class, int.class};
    ClassLoader loader = getClass().getClassLoader();
    ProviderConfig config = ProviderConfig.load(URI.create("none"), loader, new Properties());
    Codec<Object> codec =
        new CodecRegistry(loader, config.serialization(), Map.of()).codec(Object.class);
    for (Object key :
        List.of(
            key("BasicCacheKeyImplementation", basic, 7, "Zone", 7),
            key("CacheKeyImplementation", withTenant, 7L, "Zone", "tenant", 7),
            key("NaturalIdCacheKey", withTenant, "Europe/Rome", "Zone", null, 7))) {
      byte[] bytes = codec.encode(key);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertFalse(text.contains("hibernate"), text);
      assertEquals(key, codec.decode(bytes));
    }
  }
}
