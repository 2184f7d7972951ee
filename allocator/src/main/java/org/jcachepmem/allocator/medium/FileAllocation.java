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
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Gives every page of a file its storage: a mapped hole that meets a full disk is a signal, not an
 * error. Contents stay; what is added reads as zero.
 */
public final class FileAllocation {
  private static final FileAttribute<?>[] NO_PERMISSIONS = {};

  private final Libc.@Nullable Functions libc;

  FileAllocation(Libc.@Nullable Functions libc) {
    this.libc = libc;
  }

  /** By the C library, where there is one; else by writing. */
  public static FileAllocation ofSystem() {
    return new FileAllocation(NativeGate.libc().functions());
  }

  /**
   * Makes an empty file, where there is none, that only its owner may read and write.
   *
   * @throws IOException if there is one, or it can't be made
   */
  public static void createOwnerOnly(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createFile(path, posix ? ownerOnly() : NO_PERMISSIONS);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  /**
   * Allocates {@code [fromBytes, sizeBytes)} of an existing file, which becomes {@code sizeBytes}
   * long if it is shorter, and writes its metadata back. Nobody else may store to that range
   * meanwhile: where the system can't allocate, its pages are rewritten.
   *
   * @throws IOException if the disk is full or the file can't be written
   */
  public void allocate(Path path, long fromBytes, long sizeBytes) throws IOException {
    withFile(path, file -> allocate(file, fromBytes, sizeBytes));
  }

  /** {@link #allocate(Path, long, long)} of a file that is open. */
  static void allocate(GrowingFile file, long fromBytes, long sizeBytes) throws IOException {
    file.allocate(fromBytes, sizeBytes);
    file.channel().force(true);
  }

  /**
   * The storage of an existing file.
   *
   * @throws IOException if there is none, or the system does not say which one it is
   */
  NamedFile of(Path path) throws IOException {
    return NamedFile.of(path, this, libc);
  }

  /** Tells the system how mappings of such files are used. */
  PageAdvice advice() {
    return new PageAdvice(libc);
  }

  /** What is done with an open file. */
  interface FileUse {
    void use(GrowingFile file) throws IOException;
  }

  /** Opens an existing file for {@code what}. */
  void withFile(Path path, FileUse what) throws IOException {
    // A pending interrupt would close the channel; it is the caller's, for later.
    boolean interrupted = Thread.interrupted();
    try (GrowingFile file = open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      what.use(file);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens an existing file, to be allocated more than once. */
  GrowingFile open(Path path, OpenOption... options) throws IOException {
    return GrowingFile.open(libc, path, options);
  }
}
