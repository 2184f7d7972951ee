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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * All that a JVM says of its pools and caches at one time.
 *
 * @param nanos when, by {@link System#nanoTime}
 */
public record Sample(long nanos, List<Bean> pools, List<Bean> caches) {
  private static final ObjectName POOLS = pattern("org.jcachepmem:type=Pool,*");
  private static final ObjectName CACHES = pattern("javax.cache:type=CacheStatistics,*");

  private static ObjectName pattern(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Asks the JVM. */
  public static Sample of(Jvm jvm) throws IOException {
    MBeanServerConnection beans = jvm.beans();
    return new Sample(System.nanoTime(), read(beans, POOLS, "name"), read(beans, CACHES, "Cache"));
  }

  private static List<Bean> read(MBeanServerConnection beans, ObjectName pattern, String key)
      throws IOException {
    List<Bean> found = new ArrayList<>();
    for (ObjectName object : new TreeSet<>(beans.queryNames(pattern, null))) {
      String property = String.valueOf(object.getKeyProperty(key));
      Bean bean =
          Bean.read(
              beans, object, property.startsWith("\"") ? ObjectName.unquote(property) : property);
      if (bean != null) {
        found.add(bean);
      }
    }
    return found;
  }

  /** Whether there is nothing to see. */
  public boolean isEmpty() {
    return pools.isEmpty() && caches.isEmpty();
  }

  /** How much an attribute of a bean grew each second since an earlier sample; 0 without one. */
  double rate(@Nullable Sample earlier, Bean bean, String attribute) {
    if (earlier == null) {
      return 0;
    }
    for (Bean before : pools.contains(bean) ? earlier.pools : earlier.caches) {
      if (before.id().equals(bean.id()) && nanos > earlier.nanos) {
        double grown = bean.number(attribute) - before.number(attribute);
        return Math.max(0, grown) * 1e9 / (nanos - earlier.nanos);
      }
    }
    return 0;
  }
}
