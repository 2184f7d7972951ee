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
package org.jcachepmem.allocator.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;

/**
 * A small sound pool that edits start from.
 *
 * @param image how it lies there; {@code image.bytes} is not to be changed
 * @param records its directory entries that are LIVE or DEAD and match their checksum
 */
record BasePool(String name, PoolImage image, List<PoolImage.Entry> records) {
  private static final int KIB = 1 << 10;

  /** All of them, always the same bytes. Their order is part of the kept inputs. */
  static final List<BasePool> ALL =
      List.of(clean(), unclean(), narrow(), grown(), cleared(), longNames());

  /** The pool on {@code medium} as it lies there. */
  static BasePool of(String name, HeapMedium medium) {
    byte[] bytes = new byte[(int) medium.sizeBytes()];
    medium.copyOut(0, bytes, 0, bytes.length);
    PoolImage image = new PoolImage(bytes, Pool.mount(medium).geometry());
    List<PoolImage.Entry> records = new ArrayList<>();
    for (PoolImage.Entry entry : image.entries()) {
      if (image.state(entry) != DirectoryLayout.VOID && image.isIntact(entry)) {
        records.add(entry);
      }
    }
    return new BasePool(name, image, records);
  }

  /** A session that is closed, or, as after a kill, is not. */
  private static void session(HeapMedium medium, boolean close, Consumer<Session> work) {
    Session session = Session.open(medium);
    session.takeRecovered(Integer.MAX_VALUE);
    work.accept(session);
    if (close) {
      session.records.close();
    }
  }

  private static void fill(Session session) {
    int alpha = session.cache("alpha");
    int beta = session.cache("beta");
    for (int i = 0; i < 6; i++) {
      session.put(alpha, "key" + i, 1, 20 + 30 * i);
      session.put(beta, "key" + i, 1, 60 + 10 * i);
    }
    session.put(alpha, "large", 1, 5000);
    session.put(beta, "large", 1, 1500);
  }

  private static void change(Session session) {
    int alpha = session.cache("alpha");
    int beta = session.cache("beta");
    session.put(alpha, "key0", 2, 21);
    session.put(alpha, "key1", 2, 300);
    session.remove(alpha, Session.utf8("key2"));
    session.put(beta, "large", 2, 1600);
    session.remove(beta, Session.utf8("key3"));
    session.put(beta, "key4", 2, 100);
    session.put(beta, "key4", 3, 100);
    session.put(alpha, Session.utf8("mortal"), Session.utf8("dies"), Session.NOW + 60_000);
    session.put(alpha, Session.utf8("dead"), Session.utf8("died"), Session.NOW - 60_000);
  }

  private static BasePool clean() {
    HeapMedium medium = new HeapMedium(96 * KIB);
    Pool.format(medium, FormatOptions.small(11));
    session(medium, true, BasePool::fill);
    session(medium, true, BasePool::change);
    return of("clean", medium);
  }

  private static BasePool unclean() {
    HeapMedium medium = new HeapMedium(96 * KIB);
    Pool.format(medium, FormatOptions.small(12));
    session(medium, true, BasePool::fill);
    session(medium, false, BasePool::change);
    return of("unclean", medium);
  }

  private static BasePool narrow() {
    HeapMedium medium = new HeapMedium(96 * KIB);
    Pool.format(medium, FormatOptions.small(13).narrowed(3, 20, 2));
    session(medium, false, BasePool::fill);
    session(medium, false, BasePool::change);
    return of("narrow", medium);
  }

  private static BasePool grown() {
    HeapMedium medium = new HeapMedium(64 * KIB);
    Pool.format(medium, FormatOptions.small(14));
    session(medium, true, s -> s.put(s.cache("alpha"), "early", 1, 90));
    medium.extend(128 * KIB);
    Pool.mount(medium).grow(128 * KIB);
    session(medium, true, BasePool::fill);
    session(medium, false, BasePool::change);
    return of("grown", medium);
  }

  private static BasePool cleared() {
    HeapMedium medium = new HeapMedium(96 * KIB);
    Pool.format(medium, FormatOptions.small(15));
    session(medium, true, BasePool::fill);
    session(
        medium,
        false,
        session -> {
          session.clear(session.cache("alpha"));
          session.put(session.cache("alpha"), "key5", 2, 170);
          session.records.life().settleEpoch();
          session.put(session.cache("alpha"), "key1", 3, 50);
          change(session);
        });
    return of("cleared", medium);
  }

  /** Catalogue entries that are too long for one slot. */
  private static BasePool longNames() {
    HeapMedium medium = new HeapMedium(96 * KIB);
    Pool.format(medium, FormatOptions.small(16));
    session(
        medium,
        true,
        session -> {
          String name = "n".repeat(900);
          CatalogueEntry entry =
              session
                  .records
                  .catalogue()
                  .create(
                      new CatalogueEntry(
                          0, "fuzz", name, "String", "string/1", "byte[]", "bytes/1", 99, true));
          session.index.put(entry.id(), new java.util.TreeMap<>());
          session.put(entry.id(), "key0", 1, 20);
          session.put(entry.id(), Session.utf8(""), new byte[0], EntryRef.ETERNAL);
          session.put(entry.id(), "large", 1, 700);
          fill(session);
        });
    return of("long names", medium);
  }

  /** A copy of the image to be edited. */
  byte[] copy() {
    return Arrays.copyOf(image.bytes, image.bytes.length);
  }
}
