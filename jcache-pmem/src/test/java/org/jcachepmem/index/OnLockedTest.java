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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.survival.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in for a pool that somebody else has open. */
class OnLockedTest {
  private static final long POOL_BYTES = 8 << 20;

  @TempDir Path directory;

  private PoolOptions options() {
    return PoolOptions.builder()
        .path(directory.resolve("pool"))
        .sizeBytes(POOL_BYTES)
        .growToBytes(4 * POOL_BYTES) // the pool itself, not what stands in for it
        .medium(MediumChoice.JDK)
        .durability(Durability.ASYNC)
        .onLocked(OnLocked.VOLATILE)
        .build();
  }

  private record Opened(PoolFigures figures, String warning) {}

  /** Opens while the pool is held. */
  private Opened openHeld(OpenPool.Opener opener) {
    SessionSettings settings = new SessionSettings(options(), "app:one", 1 << 20);
    try (PoolFile held = PoolFile.open(options(), medium -> medium.putLong(0, 1));
        LogLines log = new LogLines();
        OpenPool pool = OpenPool.open(settings, opener)) {
      held.medium().putLong(0, 2);
      assertTrue(pool.awaitRecovery());
      return new Opened(pool.figures(), log.with("WARN").get(0));
    }
  }

  @Test
  void aVolatileFileBesideIt() {
    Opened opened = openHeld(PoolFile::open);
    PoolFigures figures = opened.figures();
    assertNull(figures.path());
    assertEquals("volatile", figures.durability());
    assertEquals("JDK mapping, volatile", figures.medium());
    assertEquals(POOL_BYTES, figures.sizeBytes());
    String warning = opened.warning();
    assertTrue(warning.contains("8 MiB in a file without a name beside it"), warning);
    assertTrue(warning.contains("manager app:one"), warning);
  }

  @Test
  void theHeapWhereThereCanBeNone() {
    Opened opened =
        openHeld(
            (options, format) -> {
              if (options.medium() == MediumChoice.VOLATILE) {
                throw new PoolException(options.path(), "room", "none", "Free space");
              }
              return PoolFile.open(options, format);
            });
    PoolFigures figures = opened.figures();
    assertEquals("heap, volatile", figures.medium());
    assertEquals("volatile", figures.durability());
    String warning = opened.warning();
    assertTrue(warning.contains("8 MiB in the heap, because"), warning);
    assertTrue(warning.contains("expected room, found none"), warning);
  }

  /** It keeps nothing: whoever wants to fail rather than have it must not be given it. */
  @Test
  void aStandInIsSharedByWhoWouldHaveMadeOne() {
    PoolOptions failing = options().toBuilder().onLocked(OnLocked.FAIL).build();
    try (PoolFile held = PoolFile.open(options(), medium -> medium.putLong(0, 1));
        PoolSession one = PoolSessions.open(new SessionSettings(options(), "one", 1 << 20));
        PoolSession same = PoolSessions.open(new SessionSettings(options(), "same", 1 << 20))) {
      held.medium().putLong(0, 2);
      assertEquals("volatile", one.figures().durability());
      assertEquals("volatile", same.figures().durability());
      CacheException refused =
          assertThrows(
              CacheException.class,
              () -> PoolSessions.open(new SessionSettings(failing, "two", 1 << 20)));
      assertTrue(refused.getMessage().contains("another process"), refused.getMessage());
      assertTrue(refused.getMessage().contains("one, same"), refused.getMessage());
    }
  }
}
