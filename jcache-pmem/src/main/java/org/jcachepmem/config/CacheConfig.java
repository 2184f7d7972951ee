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
package org.jcachepmem.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one cache by configuration. What is null was set by nobody, and is as the cache's
 * {@code javax.cache.configuration.Configuration} says.
 *
 * @param quotaBytes most pool bytes that the cache may take; 0 for no quota
 * @param dataVersion what the data is; null if nobody compares
 * @param maxDowntime zero for however long
 * @param livesWith name of the cache that must not have lost its contents; null for none
 * @param keyType class name, for a Configuration that declares none
 * @param valueType class name, for a Configuration that declares none
 * @param loader class name of a CacheLoader, for a Configuration that has none
 * @param writer class name of a CacheWriter, for a Configuration that has none
 */
public record CacheConfig(
    long quotaBytes,
    boolean pinned,
    OnUncleanOpen onUncleanOpen,
    @Nullable String dataVersion,
    Duration maxDowntime,
    @Nullable String livesWith,
    @Nullable Boolean statistics,
    @Nullable Boolean management,
    @Nullable String keyType,
    @Nullable String valueType,
    @Nullable Boolean readThrough,
    @Nullable Boolean writeThrough,
    @Nullable String loader,
    @Nullable String writer,
    @Nullable ExpiryTemplate expiry) {}
