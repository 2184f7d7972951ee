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

import java.util.function.LongSupplier;
import org.jcachepmem.config.ProviderConfig;

/** A provider over a {@link MemoryPool}, with a clock of the test's. */
public final class MemoryCachingProvider extends PmemCachingProvider {

  /** What {@link javax.cache.Caching} makes: with the system's clock. */
  public MemoryCachingProvider() {
    this(new MemoryPool(), System::currentTimeMillis);
  }

  MemoryCachingProvider(MemoryPool pool, LongSupplier clock) {
    super(
        (uri, loader, properties) ->
            new ConfiguredFoundation(
                ProviderConfig.load(uri, loader, properties), loader, pool.session()),
        clock);
  }
}
