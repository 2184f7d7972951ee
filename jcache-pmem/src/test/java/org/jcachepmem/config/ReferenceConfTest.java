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
package org.jcachepmem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every key has a comment and is read; nothing is read that is not documented. */
final class ReferenceConfTest {

  private final Config reference =
      ConfigFactory.parseResources(getClass().getClassLoader(), "reference.conf")
          .withOnlyPath(Layers.ROOT)
          .resolve()
          .getConfig(Layers.ROOT);

  private static void leaves(String prefix, ConfigObject section, Map<String, ConfigValue> leaves) {
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      String path = prefix + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner && !inner.isEmpty()) {
        leaves(path + ".", inner, leaves);
      } else {
        leaves.put(path, entry.getValue());
      }
    }
  }

  @Test
  void everyKeyHasAComment() {
    Map<String, ConfigValue> leaves = new TreeMap<>();
    leaves("", reference.root(), leaves);
    assertTrue(leaves.size() > 30, leaves.keySet().toString());
    leaves.forEach(
        (path, value) ->
            assertFalse(
                String.join("", value.origin().comments()).isBlank(), path + " has no comment"));
  }

  @Test
  void everyKeyIsReadAndNoOther() {
    // A value of the wrong kind is an error if, and only if, somebody reads it.
    Map<String, ConfigValue> leaves = new TreeMap<>();
    leaves("", reference.root(), leaves);
    TreeSet<String> read = new TreeSet<>();
    for (String path : leaves.keySet()) {
      ConfigValue wrong =
          leaves.get(path).valueType() == ConfigValueType.LIST
              ? ConfigValueFactory.fromIterable(java.util.List.of(1))
              : ConfigValueFactory.fromIterable(java.util.List.of("not", "this"));
      Config user =
          path.equals("codecs")
              ? ConfigFactory.parseString("codecs { a = [1] }")
              : ConfigFactory.empty().withValue(path, wrong);
      try {
        new ProviderReader(new Layers(reference, user)).read(URI.create("x"), null);
      } catch (ConfigurationException e) {
        assertTrue(
            e.getMessage().contains(path.equals("codecs") ? "codecs" : path), e.getMessage());
        read.add(path);
      }
    }
    assertEquals(leaves.keySet(), read);
  }

  @Test
  void patternsOfTheFilterAreUniqueAndNarrow() {
    var deny = reference.getStringList("serialization.default-deny");
    assertEquals(new TreeSet<>(deny).size(), deny.size());
    var allow = reference.getStringList("serialization.default-allow");
    assertEquals(new TreeSet<>(allow).size(), allow.size());
    allow.forEach(pattern -> assertFalse(pattern.startsWith("*"), pattern));
  }
}
