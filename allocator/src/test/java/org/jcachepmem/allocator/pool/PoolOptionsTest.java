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
package org.jcachepmem.allocator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.junit.jupiter.api.Test;

class PoolOptionsTest {
  @Test
  void builtOptionsDoNotChange() {
    PoolOptions.Builder builder = PoolOptions.builder().path(Path.of("a"));
    PoolOptions options = builder.build();
    builder.path(Path.of("b")).sizeBytes(1);
    assertEquals(Path.of("a"), options.path());
    assertEquals(256L << 20, options.sizeBytes());
    assertEquals(1, options.toBuilder().sizeBytes(1).build().sizeBytes());
    assertEquals(256L << 20, options.sizeBytes());
  }

  @Test
  void withoutAPathThePoolIsInTheHeap() {
    assertEquals(MediumChoice.HEAP, PoolOptions.builder().build().medium());
    assertEquals(MediumChoice.AUTO, PoolOptions.builder().path(Path.of("a")).build().medium());
  }

  @Test
  void aVolatilePoolHasNoLag() {
    PoolOptions.Builder lazy =
        PoolOptions.builder().path(Path.of("a")).durability(Durability.ON_CLOSE);
    assertEquals(Durability.ON_CLOSE, lazy.build().durability());
    assertEquals(Durability.SYNC, lazy.medium(MediumChoice.VOLATILE).build().durability());
  }

  @Test
  void nonsenseIsRefused() {
    PoolOptions.Builder builder = PoolOptions.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.sizeBytes(0));
    assertThrows(IllegalArgumentException.class, () -> builder.chunkBytes(5000));
    assertThrows(IllegalArgumentException.class, () -> builder.chunkBytes(2048));
    assertThrows(IllegalArgumentException.class, () -> builder.maxCaches(0));
    assertThrows(IllegalArgumentException.class, () -> builder.maxLag(Duration.ofMillis(-1)));
    assertThrows(IllegalArgumentException.class, () -> builder.lockWait(Duration.ofMillis(-1)));
  }
}
