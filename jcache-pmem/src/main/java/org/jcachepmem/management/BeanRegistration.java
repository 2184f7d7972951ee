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
package org.jcachepmem.management;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One bean on the platform MBeanServer. That of a cache has the name that the specification gives
 * it: {@code javax.cache:type=<type>,CacheManager=<uri>,Cache=<name>}, with characters that have a
 * meaning there replaced by a dot. Where a name is taken (one URI in two class loaders is two
 * managers), an {@code instance=2} and so on is added. Thread safe.
 */
public final class BeanRegistration implements Closeable {

  private static final Pattern SPECIAL = Pattern.compile("[,:=\n*?\"]");
  private static final int MOST_INSTANCES = 10_000;

  private final Object bean;
  private final String name;
  private @Nullable ObjectName registered;
  private boolean closed;

  private BeanRegistration(Object bean, String name) {
    this.bean = bean;
    this.name = name;
  }

  private static BeanRegistration ofCache(
      Object bean, String type, String managerUri, String cacheName) {
    String name = "javax.cache:type=%s,CacheManager=%s,Cache=%s";
    return new BeanRegistration(bean, name.formatted(type, safe(managerUri), safe(cacheName)));
  }

  /** The registration of a pool, not made yet. */
  public static BeanRegistration pool(PmemPoolMXBean bean) {
    return new BeanRegistration(
        bean, "org.jcachepmem:type=Pool,name=" + ObjectName.quote(bean.getPath()));
  }

  /** The registration of a cache's statistics, not made yet. */
  public static BeanRegistration statistics(
      CacheStatistics bean, String managerUri, String cacheName) {
    return ofCache(bean, "CacheStatistics", managerUri, cacheName);
  }

  /** The registration of a cache's configuration, not made yet. */
  public static BeanRegistration settings(
      CacheSettingsBean bean, String managerUri, String cacheName) {
    return ofCache(bean, "CacheConfiguration", managerUri, cacheName);
  }

  private static String safe(String text) {
    return SPECIAL.matcher(text).replaceAll(".");
  }

  /** Unregisters the bean for good: who enables it at the same time must not be the last. */
  @Override
  public synchronized void close() {
    closed = true;
    enable(false);
  }

  /** Registers or unregisters the bean. Idempotent; does nothing when it is closed. */
  public synchronized void enable(boolean on) {
    boolean wanted = on && !closed;
    if (wanted == (registered != null)) {
      return;
    }
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      if (wanted) {
        registered = register(server);
      } else {
        ObjectName gone = registered;
        registered = null;
        server.unregisterMBean(gone);
      }
    } catch (InstanceNotFoundException e) {
      registered = null; // somebody else unregistered it: that is what was wanted
    } catch (JMException e) {
      throw new CacheException("The management bean " + name + " can't be (un)registered", e);
    }
  }

  private ObjectName register(MBeanServer server) throws JMException {
    for (int instance = 1; instance < MOST_INSTANCES; instance++) {
      ObjectName candidate = new ObjectName(instance == 1 ? name : name + ",instance=" + instance);
      try {
        server.registerMBean(bean, candidate);
        return candidate;
      } catch (InstanceAlreadyExistsException e) {
        continue; // another manager's cache of the same URI and name
      }
    }
    throw new InstanceAlreadyExistsException(name);
  }
}
