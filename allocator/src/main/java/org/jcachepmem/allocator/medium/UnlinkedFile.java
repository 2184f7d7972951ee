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

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file without a name: its storage goes with this object and its mappings, however the process
 * ends. Where a system keeps the name of an open file, it removes it when the file is closed, or
 * the process ends.
 *
 * <p>An interrupt in mid-call closes the channel of whoever is interrupted, and this one can't be
 * opened again: what the channel is used for is done by a thread that nobody else knows.
 *
 * <p>Not thread safe.
 */
final class UnlinkedFile implements Storage, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(UnlinkedFile.class);
  private static final Cleaner CLEANER = Cleaner.create();
  private static final String THREAD = "jcache-pmem-unlinked-file";

  private final GrowingFile file;
  private final Cleaner.Cleanable closing;

  private UnlinkedFile(GrowingFile file) {
    this.file = file;
    // The descriptor of the C library keeps all of the storage, and nobody else would close it.
    this.closing = CLEANER.register(this, () -> close(file));
  }

  /**
   * Makes an empty file at {@code path}, where there is none, that only its owner may open, and
   * takes its name away.
   *
   * @throws IOException if that can't be done; there is no file then
   */
  static UnlinkedFile create(Path path, FileAllocation allocation) throws IOException {
    try {
      FileAllocation.createOwnerOnly(path);
      GrowingFile file =
          allocation.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      boolean unlinked = false;
      try {
        unlink(path);
        unlinked = true;
        return new UnlinkedFile(file);
      } finally {
        if (!unlinked) {
          close(file);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw e; // somebody else's
    } catch (IOException e) {
      deleteAfter(e, path);
      throw e;
    }
  }

  /** Opening has done it on Unix, but does not say when it failed; elsewhere closing does it. */
  private static void unlink(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.deleteIfExists(path);
    }
  }

  private static void deleteAfter(IOException failure, Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void allocate(long fromBytes, long toBytes) throws IOException {
    undisturbed(
        () -> {
          file.allocate(fromBytes, toBytes);
          return toBytes;
        });
  }

  /** Whoever makes a copy of something wants to keep it. */
  @Override
  public boolean cloneFrom(Storage source, long offset, long lengthBytes) {
    return false;
  }

  @Override
  public void shorten(long sizeBytes) throws IOException {
    undisturbed(() -> file.channel().truncate(sizeBytes));
  }

  /** Maps the first {@code sizeBytes}, which are allocated. */
  Mapping<MappedByteBuffer[]> map(int windowShift, long sizeBytes) throws IOException {
    return undisturbed(
        () -> FileWindows.map(file.channel(), MapMode.READ_WRITE, windowShift, sizeBytes));
  }

  /** What a thread of its own makes of it; an interrupt of the caller is kept for later. */
  private static <T> T undisturbed(Callable<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, THREAD, 0, false);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives the storage back that no mapping holds any more. Idempotent. */
  @Override
  public void close() {
    closing.clean();
  }

  private static void close(GrowingFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("an unlinked file was not closed well; nothing of it is kept", e);
    }
  }
}
