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
package org.jcachepmem.examples.boot.visits;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The visits over HTTP. */
@RestController
class VisitPages {

  private final Visits visits;

  VisitPages(Visits visits) {
    this.visits = visits;
  }

  @PostMapping("/visits/{page}")
  int visit(@PathVariable String page) {
    return visits.add(page);
  }

  @GetMapping("/visits/{page}")
  int visits(@PathVariable String page) {
    return visits.count(page);
  }

  /** How many SQL statements there were since the start. */
  @GetMapping("/statements")
  long statements() {
    return visits.statements();
  }
}
