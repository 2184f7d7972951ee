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

import org.jcachepmem.index.PoolFixture;
import org.junit.jupiter.api.AfterEach;

/**
 * The same over a real pool whose keys share one stripe: whoever held it while foreign code runs
 * would stop every other key.
 */
class ForeignCodeInOneStripeTest extends ForeignCodeTest {

  private static final int POOL_BYTES = 512 << 10;

  private PoolFixture pool;

  @Override
  PmemCachingProvider provider() {
    pool = PoolFixture.recordingInOneStripe(POOL_BYTES);
    return new SessionCachingProvider(() -> pool.session("foreign"), System::currentTimeMillis);
  }

  @Override
  @AfterEach
  void close() throws InterruptedException {
    super.close();
    pool.close();
  }
}
