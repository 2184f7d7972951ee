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

import java.net.URI;
import java.util.Properties;
import org.jcachepmem.config.ProviderConfig;

/** Registries as a manager would make them. */
public final class TestCodecs {

  private TestCodecs() {}

  /** A registry with these settings on top of the documented defaults. */
  public static CodecRegistry registry(ClassLoader loader, String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    ProviderConfig config = ProviderConfig.load(URI.create("test"), loader, properties);
    return new CodecRegistry(loader, config.serialization(), config.codecs());
  }

  /** A registry of the test's own class loader. */
  public static CodecRegistry registry(String... keysAndValues) {
    return registry(TestCodecs.class.getClassLoader(), keysAndValues);
  }
}
