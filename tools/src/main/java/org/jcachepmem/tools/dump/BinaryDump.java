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
package org.jcachepmem.tools.dump;

/**
 * The binary form, big endian:
 *
 * <pre>
 *  magic 8 | version 4 | uuid 16 | creation, ms 8 | pool bytes 8 | most caches 4
 *  then blocks, each a kind 1 and
 *   'C'  id 4 | namespace, name, key type, key codec, value type, value codec, data version: texts
 *        quota bytes 8 | pinned 1 | last use 8 | birth 8 | companion's birth 8
 *   'R'  cache id 4 | expiry, ms 8 | key length 4 | value length 4 | key | value
 *   'E'  caches 8 | records 8 | damaged 8 | crc32c 4 of all bytes before it
 *  text: length 4, UTF-8 bytes
 * </pre>
 */
final class BinaryDump {
  /** "JCPMDUMP". */
  static final long MAGIC = 0x4A43_504D_4455_4D50L;

  static final int VERSION = 1;
  static final int CACHE = 'C';
  static final int RECORD = 'R';
  static final int END = 'E';

  private BinaryDump() {}
}
