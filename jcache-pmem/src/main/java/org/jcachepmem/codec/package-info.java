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
 * The interpreter: keys and values to bytes and back.
 *
 * <p>A type with a canonical form of its own is written in that form; everything else by {@code
 * any/1}: a tag byte and the form it names, or tag 0 and Java serialization. Words are little
 * endian.
 *
 * <pre>
 *  tag  form               bytes
 *    0  (serialised)       Java serialization, behind the filter; not canonical
 *    1  string             0, a byte per character, or 1, two bytes per character
 *    2  long               8
 *    3  integer            4
 *    4  short              2
 *    5  byte               1
 *    6  character          2
 *    7  boolean            1: 0 or 1
 *    8  double             8: Double.doubleToLongBits
 *    9  float              4: Float.floatToIntBits
 *   10  uuid               8 most significant, 8 least significant
 *   11  bytes              as they are
 *   12  big-integer        shortest two's complement, big endian
 *   13  big-decimal        4 scale, then the unscaled value as big-integer
 *   14  instant            8 seconds since the epoch, 4 nanoseconds
 *   15  local-date         8 days since the epoch
 *   16  local-time         8 nanoseconds of the day
 *   17  local-date-time    8 days since the epoch, 8 nanoseconds of the day
 *   18  duration           8 seconds, 4 nanoseconds
 *   19  (array of objects) only as an element: count of elements, elements
 *   20  enum               count of bytes of the class name, it as string; constant name as string
 *   32  spring.simple-key        element: the parameters
 *   33  hibernate.basic-key      elements: id, entity or role name, hash code
 *   34  hibernate.key            elements: id, entity or role name, tenant, hash code
 *   35  hibernate.natural-id-key elements: values, entity name, tenant, hash code
 *
 *  element: 0 for null, else a count of bytes plus one, then as many bytes of any/1
 *  count:   seven bits per byte, the lowest first, the high bit set on all but the last
 * </pre>
 */
@NullMarked
package org.jcachepmem.codec;

import org.jspecify.annotations.NullMarked;
