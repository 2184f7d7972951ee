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
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jspecify.annotations.Nullable;

/** An open file of which calls fail. A close that fails has closed, as the system's does. */
final class FaultyChannel extends FileChannel {
  private final FileChannel real;
  private final Path path;
  private final OsFaults faults;

  FaultyChannel(FileChannel real, Path path, OsFaults faults) {
    this.real = real;
    this.path = path;
    this.faults = faults;
  }

  private FileChannel use(Call call) throws IOException {
    faults.check(call, path);
    return real;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return use(Call.READ).read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return use(Call.READ).read(targets, offset, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return use(Call.READ).read(target, position);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return use(Call.WRITE).write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return use(Call.WRITE).write(sources, offset, length);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return use(Call.WRITE).write(source, position);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    real.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return use(Call.SIZE).size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    use(Call.TRUNCATE).truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    use(Call.FORCE).force(metaData);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return real.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return use(Call.MAP).map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return use(Call.LOCK).lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    use(Call.LOCK);
    return faults.isLockedElsewhere() ? null : real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
    faults.check(Call.CLOSE, path);
  }
}
