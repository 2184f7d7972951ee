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
/**
 * What happens to pools, as events of JDK Flight Recorder. A run-time image may lack its module, so
 * only {@code RecordedEvents} and the events themselves name {@code jdk.jfr}, and {@link
 * org.jcachepmem.flight.PoolEvents} decides whether they are ever loaded.
 */
@NullMarked
package org.jcachepmem.flight;

import org.jspecify.annotations.NullMarked;
