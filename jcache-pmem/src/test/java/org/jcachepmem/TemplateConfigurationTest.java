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

import java.net.URI;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.jcachepmem.config.ProviderConfig;
import org.junit.jupiter.api.Test;

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

  @Test
  void aLifeOfLessThanAMillisecondIsOneNotNone() {
    Duration millisecond = new Duration(TimeUnit.MILLISECONDS, 1);
    assertEquals(
        CreatedExpiryPolicy.factoryOf(millisecond), completed("100 us").getExpiryPolicyFactory());
  }
}
