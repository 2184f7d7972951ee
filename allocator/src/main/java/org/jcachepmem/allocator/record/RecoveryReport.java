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
package org.jcachepmem.allocator.record;

/**
 * What recovery found.
 *
 * @param clean whether the pool had been closed cleanly
 * @param entries live records of all caches, the catalogue's own left out
 * @param superseded LIVE records that lost to a newer version or a tombstone
 * @param unfinished LIVE records newer than the settled epoch whose checksum did not match: puts
 *     that a crash cut off, or damage
 * @param damaged words and records that say what can't be
 * @param unusableBytes bytes of chunks that can't be read as they should; nothing new is stored
 *     there
 * @param millis how long it took
 */
public record RecoveryReport(
    boolean clean,
    long entries,
    long superseded,
    long unfinished,
    long damaged,
    long unusableBytes,
    long millis) {}
