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
 * What a medium is.
 *
 * @param kind {@code libpmem}, {@code jdk}, {@code heap} or {@code volatile}
 * @param persistentMemory whether a flush is CLWB rather than msync
 * @param autoFlush whether the processor's caches are inside the persistence domain (eADR)
 * @param pageGranular whether flushing writes pages back by a system call: false on persistent
 *     memory
 * @param detail one phrase for the log, such as {@code libpmem 1.1, msync}
 */
public record MediumFacts(
    String kind,
    boolean persistentMemory,
    boolean autoFlush,
    boolean pageGranular,
    String detail) {}
