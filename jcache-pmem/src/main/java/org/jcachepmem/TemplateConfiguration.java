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

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jcachepmem.config.CacheConfig;
import org.jcachepmem.config.ExpiryTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A cache's configuration as given by the application, completed with what the configuration file
 * says of it. The file's switches win; its types, loader, writer and expiry count where the
 * application gave none.
 */
final class TemplateConfiguration<K, V> {

  private final String cacheName;
  private final CacheConfig template;
  private final ClassLoader loader;
  private final MutableConfiguration<K, V> result;

  private TemplateConfiguration(
      String cacheName, CacheConfig template, ClassLoader loader, Configuration<K, V> given) {
    this.cacheName = cacheName;
    this.template = template;
    this.loader = loader;
    this.result = copy(given);
  }

  /** {@code given} completed with {@code template}, whose classes {@code loader} finds. */
  static <K, V> CompleteConfiguration<K, V> complete(
      String cacheName, CacheConfig template, ClassLoader loader, Configuration<K, V> given) {
    return new TemplateConfiguration<>(cacheName, template, loader, given).apply();
  }

  private static <K, V> MutableConfiguration<K, V> copy(Configuration<K, V> given) {
    if (given instanceof CompleteConfiguration<K, V> complete) {
      return new MutableConfiguration<>(complete);
    }
    return new MutableConfiguration<K, V>()
        .setTypes(given.getKeyType(), given.getValueType())
        .setStoreByValue(given.isStoreByValue());
  }

  private CompleteConfiguration<K, V> apply() {
    result.setTypes(
        type(result.getKeyType(), template.keyType(), "key-type"),
        type(result.getValueType(), template.valueType(), "value-type"));
    if (result.getCacheLoaderFactory() == null && template.loader() != null) {
      result.setCacheLoaderFactory(
          new ClassFactory<>(named(template.loader(), "loader", CacheLoader.class)));
    }
    if (result.getCacheWriterFactory() == null && template.writer() != null) {
      result.setCacheWriterFactory(
          new ClassFactory<>(named(template.writer(), "writer", CacheWriter.class)));
    }
    if (template.readThrough() != null) {
      result.setReadThrough(template.readThrough());
    }
    if (template.writeThrough() != null) {
      result.setWriteThrough(template.writeThrough());
    }
    if (template.statistics() != null) {
      result.setStatisticsEnabled(template.statistics());
    }
    if (template.management() != null) {
      result.setManagementEnabled(template.management());
    }
    ExpiryTemplate expiry = template.expiry();
    if (expiry != null && result.getExpiryPolicyFactory().equals(EternalExpiryPolicy.factoryOf())) {
      result.setExpiryPolicyFactory(policy(expiry));
    }
    return result;
  }

  private static Factory<? extends ExpiryPolicy> policy(ExpiryTemplate expiry) {
    // Zero would be no life at all.
    Duration after = new Duration(TimeUnit.MILLISECONDS, Math.max(1, expiry.after().toMillis()));
    return switch (expiry.policy()) {
      case ETERNAL -> EternalExpiryPolicy.factoryOf();
      case CREATED -> CreatedExpiryPolicy.factoryOf(after);
      case ACCESSED -> AccessedExpiryPolicy.factoryOf(after);
      case UPDATED -> ModifiedExpiryPolicy.factoryOf(after);
      case TOUCHED -> TouchedExpiryPolicy.factoryOf(after);
    };
  }

  private <T> Class<T> type(Class<T> given, @Nullable String className, String key) {
    return given == Object.class && className != null ? named(className, key, Object.class) : given;
  }

  @SuppressWarnings("unchecked") // the file's word that the class is of the cache's type
  private <T> Class<T> named(String className, String key, Class<?> wanted) {
    Class<?> found;
    try {
      found = Class.forName(className, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw refused(className, key, "the class loader of the cache manager finds no such class", e);
    }
    if (!wanted.isAssignableFrom(found)) {
      throw refused(className, key, "the class is no " + wanted.getName(), null);
    }
    return (Class<T>) found;
  }

  private CacheException refused(
      String className, String key, String why, @Nullable Throwable cause) {
    return new CacheException(
        String.format(
            Locale.ROOT, "jcache-pmem.caches.\"%s\".%s = %s: %s", cacheName, key, className, why),
        cause);
  }
}
