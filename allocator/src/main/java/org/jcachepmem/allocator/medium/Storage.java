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

import java.io.IOException;

/** What a mapped file takes of its file system. */
interface Storage {

  /**
   * Allocates {@code [fromBytes, toBytes)}, the new end of the file. Nobody else may store to that
   * range meanwhile: where the system can't allocate, its pages are rewritten. Nothing before it is
   * touched, which is in use.
   *
   * @throws IOException if the disk is full or the file can't be written
   */
  void allocate(long fromBytes, long toBytes) throws IOException;

  /**
   * Has {@code [offset, offset + lengthBytes)}, whole pages, share the storage of the same range of
   * {@code source}, so that it reads as that does.
   *
   * @return false if the file system can't; what the range holds is unknown then
   */
  boolean cloneFrom(Storage source, long offset, long lengthBytes);

  /** Gives back what is beyond {@code sizeBytes}, which nobody uses. */
  void shorten(long sizeBytes) throws IOException;
}
