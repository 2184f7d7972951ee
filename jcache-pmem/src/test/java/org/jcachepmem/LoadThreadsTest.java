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

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;

class LoadThreadsTest {
  @Test
  void aLoadForAManagerThatIsClosedMeanwhileSaysSo() {
    LoadThreads loads = LoadThreads.of(URI.create("name"), getClass().getClassLoader());
    loads.shutdown();
    assertThrows(IllegalStateException.class, () -> loads.execute(() -> {}));
  }
}
