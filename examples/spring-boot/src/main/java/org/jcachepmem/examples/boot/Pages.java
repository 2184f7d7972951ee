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
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the application says over HTTP. */
@RestController
class Pages {

  private final Zones zones;

  Pages(Zones zones) {
    this.zones = zones;
  }

  /**
   * The facts of all zones. They are asked for by threads of the common pool, whose context class
   * loader does not know the classes of an executable jar.
   */
  @GetMapping("/zones")
  List<ZoneFacts> zones() {
    return ZoneId.getAvailableZoneIds().stream()
        .sorted()
        .toList()
        .parallelStream()
        .map(zones::facts)
        .toList();
  }

  @GetMapping("/country/{country}/{language}")
  String country(@PathVariable String country, @PathVariable String language) {
    return zones.countryName(country, language);
  }

  /** How often something was computed since the start. */
  @GetMapping("/computed")
  int computed() {
    return zones.computed();
  }
}
