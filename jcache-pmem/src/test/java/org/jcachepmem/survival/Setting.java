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
package org.jcachepmem.survival;

import java.util.Map;

/** How a life maps its pool: what makes its stores durable. */
enum Setting {
  /** libpmem that takes the file for persistent memory. */
  FLUSH_AND_FENCE("auto", Map.of("PMEM_IS_PMEM_FORCE", "1")),
  MSYNC_BY_LIBPMEM("auto", Map.of()),
  JDK_MAPPING("jdk", Map.of());

  private final String medium;
  private final Map<String, String> environment;

  Setting(String medium, Map<String, String> environment) {
    this.medium = medium;
    this.environment = environment;
  }

  String medium() {
    return medium;
  }

  Map<String, String> environment() {
    return environment;
  }
}
