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
package org.jcachepmem.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB as "RocksJava Basics" opens it. */
final class RocksPeer implements Peer {
  private final KeyKind keys;
  private final Options options;
  private final RocksDB database;

  private RocksPeer(KeyKind keys, Options options, RocksDB database) {
    this.keys = keys;
    this.options = options;
    this.database = database;
  }

  static Peer open(PeerSettings settings) throws IOException {
    RocksDB.loadLibrary();
    Options options = new Options().setCreateIfMissing(true);
    try {
      RocksDB database = RocksDB.open(options, settings.directory().toString());
      return new RocksPeer(settings.keys(), options, database);
    } catch (RocksDBException e) {
      options.close();
      throw new IOException("RocksDB in " + settings.directory(), e);
    }
  }

  @Override
  public byte @Nullable [] get(Object key) {
    try {
      return database.get(keys.bytes(key));
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(Object key, byte[] value) {
    try {
      database.put(keys.bytes(key), value);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<Object, byte[]> getAll(Set<Object> wanted) {
    List<Object> order = new ArrayList<>(wanted);
    try {
      List<byte[]> values = database.multiGetAsList(order.stream().map(keys::bytes).toList());
      Map<Object, byte[]> found = new HashMap<>();
      for (int i = 0; i < order.size(); i++) {
        if (values.get(i) != null) {
          found.put(order.get(i), values.get(i));
        }
      }
      return found;
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void putAll(Map<Object, byte[]> entries) {
    try (WriteBatch batch = new WriteBatch();
        WriteOptions asByDefault = new WriteOptions()) {
      for (Map.Entry<Object, byte[]> entry : entries.entrySet()) {
        batch.put(keys.bytes(entry.getKey()), entry.getValue());
      }
      database.write(asByDefault, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    options.close();
  }
}
