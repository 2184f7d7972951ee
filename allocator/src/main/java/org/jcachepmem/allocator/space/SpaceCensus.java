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
package org.jcachepmem.allocator.space;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a space is used for, for people who watch it. Nothing is locked, because a chunk gets its
 * class under the lock of the class, fences included: each figure is exact when nothing is taken or
 * given back meanwhile, and an estimate else. Thread safe.
 */
public final class SpaceCensus {
  private final SlotSpace space;

  SpaceCensus(SlotSpace space) {
    this.space = space;
  }

  /** The classes that have chunks, the smallest first. */
  public List<ClassCensus> classes() {
    return IntStream.range(0, space.classes().count())
        .filter(sizeClass -> space.hasShelf(sizeClass) && space.shelf(sizeClass).chunks > 0)
        .mapToObj(this::of)
        .toList();
  }

  private ClassCensus of(int sizeClass) {
    SizeClasses classes = space.classes();
    Shelf shelf = space.shelf(sizeClass);
    int chunks = shelf.chunks;
    long slots = (long) chunks * classes.slots(sizeClass);
    long vacant = Math.max(0, Math.min(slots, shelf.freeSlots + space.spareSlots(sizeClass)));
    return new ClassCensus(
        classes.slotBytes(sizeClass), classes.weight(sizeClass), chunks, slots, slots - vacant);
  }

  /**
   * Pool bytes of free slots in chunks that have a class: room for records of that class, and for
   * others only when the chunk has been emptied.
   */
  public long vacantBytes() {
    return classes().stream().mapToLong(ClassCensus::vacantBytes).sum();
  }

  /** Pool bytes of taken slots with their directory entries. */
  public long usedBytes() {
    return space.usedBytes();
  }

  /** Pool bytes that nothing takes: {@link #vacantBytes}, free chunks, and what is unusable. */
  public long freeBytes() {
    return space.chunkedBytes() - space.usedBytes();
  }

  /** Pool bytes in which nothing is stored any more, because they can't be read. */
  public long unusableBytes() {
    return space.unusableBytes();
  }

  /** Pool bytes of chunks that have no class. */
  public long freeChunkBytes() {
    return (long) space.freeChunks() * space.chunkBytes();
  }

  /** Pool bytes of all chunks. */
  public long chunkedBytes() {
    return space.chunkedBytes();
  }
}
