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
package org.jcachepmem.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.PmemCache;
import org.jcachepmem.PmemCacheManager;
import org.jcachepmem.metrics.PmemCacheMetrics;
import org.jcachepmem.metrics.PmemPoolMetrics;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.Bean;

/**
 * Binds the meters of the caches that Spring Boot has opened by the end of its start, and of their
 * pools, with the tags that Boot gives to caches. The conventional meters that Boot binds itself
 * stay as they are, and are completed by {@code cache.size} and {@code cache.pmem.*}. Works with
 * Boot 3.5 and 4.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.cache.CacheMetricsAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration"
    })
@ConditionalOnClass({MeterRegistry.class, JCacheCacheManager.class})
@ConditionalOnBean({MeterRegistry.class, JCacheCacheManager.class})
public class PmemMetricsAutoConfiguration {

  private static final String SUFFIX = "cachemanager";

  /** Binds the meters when all beans are made, so after Boot's own. */
  @Bean
  SmartInitializingSingleton pmemCacheMeters(MeterRegistry registry, ListableBeanFactory beans) {
    return () -> {
      Set<PmemCacheManager> managers = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Map.Entry<String, JCacheCacheManager> bean :
          beans.getBeansOfType(JCacheCacheManager.class).entrySet()) {
        if (bean.getValue().getCacheManager() instanceof PmemCacheManager manager) {
          Tags tags = Tags.of("cache.manager", managerName(bean.getKey()));
          if (managers.add(manager)) {
            new PmemPoolMetrics(manager, tags).bindTo(registry);
          }
          bindCaches(manager, tags, registry);
        }
      }
    };
  }

  private static void bindCaches(PmemCacheManager manager, Tags tags, MeterRegistry registry) {
    for (String name : manager.getCacheNames()) {
      if (manager.getCache(name) instanceof PmemCache<?, ?> cache) {
        Tags own = tags.and("name", name);
        PmemCacheMetrics metrics = new PmemCacheMetrics(cache, own);
        if (registry.find("cache.gets").tags(own).meter() == null) {
          metrics.bindTo(registry); // a cache that Boot does not know of, such as Hibernate's
        } else {
          metrics.bindBesideJCacheMetrics(registry);
        }
      }
    }
  }

  /** The bean's name as Boot has it in its tags. */
  private static String managerName(String bean) {
    return bean.length() > SUFFIX.length() && bean.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
        ? bean.substring(0, bean.length() - SUFFIX.length())
        : bean;
  }
}
