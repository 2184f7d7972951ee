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
package org.jcachepmem.tools.watch;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a bean says at one time. An attribute that it does not have counts as not known.
 *
 * @param id its whole name
 * @param name what to call it
 * @param values numbers, texts and truth values by attribute
 */
public record Bean(String id, String name, Map<String, Object> values) {

  /** Asks a bean for all that it has; null if it has gone meanwhile. */
  static @Nullable Bean read(MBeanServerConnection beans, ObjectName object, String name)
      throws IOException {
    try {
      MBeanAttributeInfo[] infos = beans.getMBeanInfo(object).getAttributes();
      String[] names = new String[infos.length];
      for (int i = 0; i < infos.length; i++) {
        names[i] = infos[i].getName();
      }
      Map<String, Object> values = new TreeMap<>();
      for (Attribute attribute : beans.getAttributes(object, names).asList()) {
        Object value = attribute.getValue();
        if (value instanceof Number || value instanceof String || value instanceof Boolean) {
          values.put(attribute.getName(), value);
        }
      }
      return new Bean(object.getCanonicalName(), name, values);
    } catch (InstanceNotFoundException e) {
      return null;
    } catch (JMException e) {
      throw new IOException("bean " + object + " can't be read: " + e.getMessage(), e);
    }
  }

  boolean has(String attribute) {
    return values.containsKey(attribute);
  }

  /** A number, 0 if it is not known. */
  double number(String attribute) {
    return values.get(attribute) instanceof Number number ? number.doubleValue() : 0;
  }

  /** A text, empty if it is not known. */
  String text(String attribute) {
    return values.get(attribute) instanceof String text ? text : "";
  }

  boolean is(String attribute) {
    return Boolean.TRUE.equals(values.get(attribute));
  }
}
