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
 * A record that is to be written together with others.
 *
 * @param stripe that of the key
 * @param reservation room for it
 * @param key the bytes of the key
 * @param value the bytes of the value
 * @param expiryMillis when it expires, in ms since 1970
 * @param settleAll as in {@link RecordStore#write}
 */
public record NewRecord(
    Stripe stripe,
    Reservation reservation,
    byte[] key,
    byte[] value,
    long expiryMillis,
    boolean settleAll) {}
