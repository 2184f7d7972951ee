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
package org.jcachepmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import org.jcachepmem.config.ProviderConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application's configuration becomes when the file has settings for its cache. */
class TemplateConfigurationTest {

  private static CompleteConfiguration<Object, Object> completed(String expiresAfter) {
    Properties properties = new Properties();
    properties.setProperty("jcache-pmem.caches.default.expiry.policy", "created");
    properties.setProperty("jcache-pmem.caches.default.expiry.after", expiresAfter);
    ClassLoader loader = TemplateConfigurationTest.class.getClassLoader();
    ProviderConfig config = ProviderConfig.load(URI.create("name"), loader, properties);
    return TemplateConfiguration.complete(
        "any", config.cacheTemplate("any"), loader, new MutableConfiguration<>());
  }

  /** As an application's class loader may have it, where the thread's has not. */
  public static final class Loader implements CacheLoader<Object, Object> {
    @Override
    public Object load(Object key) {
      return "loaded";
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<?> keys) {
      return new HashMap<>();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theManagersClassLoaderHasTheClassesNotTheThreads(boolean isNull) {
    Properties properties = new Properties();
    properties.setProperty("jcache-pmem.caches.default.loader", Loader.class.getName());
    ClassLoader loader = TemplateConfigurationTest.class.getClassLoader();
    ProviderConfig config = ProviderConfig.load(URI.create("name"), loader, properties);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(isNull ? null : ClassLoader.getPlatformClassLoader());
    try {
      CacheLoader<Object, Object> made =
          TemplateConfiguration.complete(
                  "any", config.cacheTemplate("any"), loader, new MutableConfiguration<>())
              .getCacheLoaderFactory()
              .create();
      assertEquals("loaded", made.load("key"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aClassThatIsNoLoaderIsRefusedByName() {
    Properties properties = new Properties();
    properties.setProperty("jcache-pmem.caches.default.loader", "java.lang.String");
    ClassLoader loader = TemplateConfigurationTest.class.getClassLoader();
    ProviderConfig config = ProviderConfig.load(URI.create("name"), loader, properties);
    CacheException refused =
        assertThrows(
            CacheException.class,
            () ->
                TemplateConfiguration.complete(
                    "any", config.cacheTemplate("any"), loader, new MutableConfiguration<>()));
    assertEquals(
        "jcache-pmem.caches.\"any\".loader = java.lang.String: the class is no"
            + " javax.cache.integration.CacheLoader",
        refused.getMessage());
  }

  @Test
  void aLifeOfLessThanAMillisecondIsOneNotNone() {
    Duration millisecond = new Duration(TimeUnit.MILLISECONDS, 1);
    assertEquals(
        CreatedExpiryPolicy.factoryOf(millisecond), completed("100 us").getExpiryPolicyFactory());
  }
}
