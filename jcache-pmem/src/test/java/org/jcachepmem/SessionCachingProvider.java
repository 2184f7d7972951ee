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
import java.util.function.Supplier;
import org.jcachepmem.config.ProviderConfig;
import org.jcachepmem.index.PoolSession;

/** A provider over pool sessions of the test's own, with a clock of the test's. */
public final class SessionCachingProvider extends PmemCachingProvider {

  /**
   * Each manager gets the next of {@code sessions}, and {@code config} whatever it is asked for.
   */
  public SessionCachingProvider(
      ProviderConfig config, Supplier<PoolSession> sessions, LongSupplier clock) {
    super(
        (uri, loader, properties) -> new ConfiguredFoundation(config, loader, sessions.get()),
        clock);
  }

  /** The same, each manager configured as it is asked to be. */
  public SessionCachingProvider(Supplier<PoolSession> sessions, LongSupplier clock) {
    super(
        (uri, loader, properties) ->
            new ConfiguredFoundation(
                ProviderConfig.load(uri, loader, properties), loader, sessions.get()),
        clock);
  }
}
