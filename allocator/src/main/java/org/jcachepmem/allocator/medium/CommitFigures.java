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
package org.jcachepmem.allocator.medium;

/**
 * How the commits of a medium went. The first five since it was opened, the others during the last
 * one to two minutes, at most an eighth too high; they are 0 if there was no commit.
 *
 * @param commits commits that succeeded
 * @param waiters threads that waited for one, its leader included, summed up
 * @param mostWaiters the most that waited for one
 * @param bytes pages that were stored to and committed, in bytes
 * @param nanos time in commits
 * @param recentP50Nanos half of them took at most that long
 * @param recentP99Nanos 99 of 100 took at most that long
 * @param recentMaxNanos the longest
 */
public record CommitFigures(
    long commits,
    long waiters,
    long mostWaiters,
    long bytes,
    long nanos,
    long recentP50Nanos,
    long recentP99Nanos,
    long recentMaxNanos) {}
