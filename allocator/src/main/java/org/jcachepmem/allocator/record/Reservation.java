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

import org.jspecify.annotations.Nullable;

/**
 * Slots taken for a record that is not written yet. It is written once, or cancelled.
 *
 * @param offset the slot of the record, or of its extent list
 * @param keyLength bytes of the key
 * @param valueLength bytes of the value
 * @param pieces the slots of the pieces, or null if key and value fit the one slot
 */
public record Reservation(long offset, int keyLength, int valueLength, long @Nullable [] pieces) {}
