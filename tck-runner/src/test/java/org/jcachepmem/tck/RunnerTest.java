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
package org.jcachepmem.tck;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.Test;

/** The runner runs what it says: the TCK skips tests silently when its settings are wrong. */
public class RunnerTest {

  @Test
  public void unwrapClassesLoadAndAreWhatTheySay() throws ClassNotFoundException {
    assertUnwraps("javax.cache.CacheManager", CacheManager.class);
    assertUnwraps("javax.cache.Cache", Cache.class);
    assertUnwraps("javax.cache.Cache.Entry", Cache.Entry.class);
  }

  private static void assertUnwraps(String property, Class<?> api) throws ClassNotFoundException {
    Class<?> ours = Class.forName(System.getProperty(property));
    assertTrue(ours + " is no " + api, api.isAssignableFrom(ours));
  }

  @Test
  public void onlyTheDummyTestIsExcluded() throws IOException {
    try (InputStream list = getClass().getClassLoader().getResourceAsStream("ExcludeList")) {
      assertEquals(
          "org.jsr107.tck.CachingTest#dummyTest",
          new String(list.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }

  @Test
  public void theProviderIsOurs() {
    assertEquals(
        System.getProperty("javax.cache.spi.CachingProvider"),
        Caching.getCachingProvider().getClass().getName());
  }
}
