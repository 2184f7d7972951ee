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
package org.jcachepmem.examples.boot;

import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheResult;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** Works things out of the JDK's own tables, and counts how often it had to. */
@Service
public class Zones {

  private static final List<String> LANGUAGES = List.of("de", "en", "es", "fr", "it", "ja", "pt");

  private final AtomicInteger computed = new AtomicInteger();

  /** Spring's annotation: with {@code sync}, threads that want the same at once compute it once. */
  @Cacheable(cacheNames = "zone-facts", sync = true)
  public ZoneFacts facts(String zone) {
    computed.incrementAndGet();
    ZoneId id = ZoneId.of(zone);
    String longest =
        LANGUAGES.stream()
            .map(Locale::forLanguageTag)
            .map(locale -> id.getDisplayName(TextStyle.FULL, locale))
            .max(Comparator.comparingInt(String::length))
            .orElse(zone);
    return new ZoneFacts(zone, id.getRules().getTransitions().size(), longest);
  }

  /** The annotation of JSR-107 itself; its key is of both arguments. */
  @CacheResult(cacheName = "country-names")
  public String countryName(String country, String language) {
    computed.incrementAndGet();
    return new Locale.Builder()
        .setRegion(country)
        .build()
        .getDisplayCountry(Locale.forLanguageTag(language));
  }

  /** How often this process has computed something. */
  public int computed() {
    return computed.get();
  }
}
