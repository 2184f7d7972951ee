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
package org.jcachepmem.benchmarks.run;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and how sides run.
 *
 * @param fast directory of the pools and stores, on tmpfs or persistent memory
 * @param disk directory on a file system whose msync takes a while
 * @param logs directory of what the JVMs say
 * @param heap heap options of every JVM, the same for each side
 */
public record Workplace(Path fast, Path disk, Path logs, List<String> heap) {}
