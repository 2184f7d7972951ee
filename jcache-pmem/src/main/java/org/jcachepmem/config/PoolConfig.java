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

import java.nio.file.Path;
import java.time.Duration;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code jcache-pmem.pool}, as {@code reference.conf} describes them.
 *
 * @param path as configured, absolute or from the working directory; null only for a volatile
 *     medium
 * @param isDefaulted whether nobody set the path
 * @param overrideOrigin where {@code override-if-exists = true} was set, to be named in the warning
 *     at each start; null if it is false
 */
public record PoolConfig(
    @Nullable Path path,
    boolean isDefaulted,
    long createIfMissingWithSizeBytes,
    long growToBytes,
    boolean overrideIfExists,
    @Nullable String overrideOrigin,
    MediumChoice medium,
    String namespace,
    Durability durability,
    Duration maxLag,
    OnLocked onLocked,
    Duration onLockedTimeout,
    VerifyReads verifyReads,
    Trust trust,
    RecoveryMode recovery,
    RecoveryMiss recoveryMiss) {

  /** What the allocator opens or creates. The heap medium has no file. */
  public PoolOptions options() {
    return PoolOptions.builder()
        .path(medium == MediumChoice.HEAP ? null : path)
        .sizeBytes(createIfMissingWithSizeBytes)
        .growToBytes(growToBytes)
        .createIfMissing(true)
        .overrideIfExists(overrideIfExists)
        .medium(medium)
        .durability(durability)
        .maxLag(maxLag)
        .verifyReads(verifyReads)
        .onLocked(onLocked)
        .lockWait(onLockedTimeout)
        .trustsGroup(trust == Trust.GROUP)
        .recovery(recovery)
        .recoveryMiss(recoveryMiss)
        .build();
  }
}
