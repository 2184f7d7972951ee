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
 * The front desk: provider, managers and caches of JSR-107. It knows keys, values and the rules of
 * the specification; it never sees a handle's offset or a byte layout.
 *
 * <p>{@link org.jcachepmem.PmemCache} checks and delegates. What an operation means is said once:
 * {@code Lookup} finds, expires and decodes; {@code Mutation} is one write or delete with its
 * writer, expiry and event; {@code KeyOperations}, {@code BulkOperations} and {@code BulkLoads} are
 * the specification's methods made of these.
 */
@NullMarked
package org.jcachepmem;

import org.jspecify.annotations.NullMarked;
