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

import java.util.Locale;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * The one place that loads native libraries: it says in one sentence what is missing instead of
 * throwing.
 *
 * <p>The binding unpacks its own library to {@code java.io.tmpdir} (or {@code -Djffi.extract.dir})
 * and loads it from there, which fails where nothing can be written or executed. Everything here
 * works without it.
 */
final class NativeGate {
  /**
   * Names another library than {@code libpmem.so.1}: a file name for the system's search, or a
   * path.
   */
  static final String LIBRARY_PROPERTY = "jcachepmem.libpmem";

  private static final String EXTRACT_PROPERTY = "jffi.extract.dir";
  private static final String DEFAULT_LIBRARY = "libpmem.so.1";
  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

  private static final class Holder {
    private static final Loaded<Libpmem.Functions> LIBPMEM =
        loadLibpmem(System.getProperty(LIBRARY_PROPERTY, DEFAULT_LIBRARY));
    private static final Loaded<Libc.Functions> LIBC =
        load(Libc.Functions.class, LibraryOption.SaveError, "libc.so.6", "");
  }

  /**
   * A library, or why there is none.
   *
   * @param functions the library; null if it could not be loaded
   * @param missing what is missing, in one sentence without a full stop; empty if nothing is
   */
  record Loaded<T>(@Nullable T functions, String missing) {}

  private NativeGate() {}

  /** libpmem, loaded once. */
  static Loaded<Libpmem.Functions> libpmem() {
    return Holder.LIBPMEM;
  }

  /** The C library, loaded once. */
  static Loaded<Libc.Functions> libc() {
    return Holder.LIBC;
  }

  static Loaded<Libpmem.Functions> loadLibpmem(String library) {
    String advice = library + " is not installed (Debian and Ubuntu: apt install libpmem1)";
    Loaded<Libpmem.Functions> loaded =
        load(Libpmem.Functions.class, LibraryOption.IgnoreError, library, advice);
    Libpmem.Functions functions = loaded.functions();
    if (functions == null) {
      return loaded;
    }
    try {
      long complaint = functions.pmem_check_version(1, 1);
      return complaint == 0
          ? loaded
          : new Loaded<>(null, library + " is not libpmem 1.1 or newer: " + CString.at(complaint));
    } catch (UnsatisfiedLinkError e) {
      return new Loaded<>(null, library + " is not libpmem: " + e.getMessage());
    }
  }

  private static <T> Loaded<T> load(
      Class<T> type, LibraryOption errno, String library, String advice) {
    if (!LINUX) {
      return new Loaded<>(
          null, "libpmem is used on Linux only, this is " + System.getProperty("os.name"));
    }
    try {
      startBinding();
    } catch (LinkageError | RuntimeException e) {
      return new Loaded<>(
          null,
          "the native binding could not be unpacked and loaded (is java.io.tmpdir missing, read-only "
              + "or noexec? -Djffi.extract.dir names another directory): "
              + firstLine(e));
    }
    try {
      return new Loaded<>(
          LibraryLoader.create(type).option(errno, true).failImmediately().load(library), "");
    } catch (LinkageError | RuntimeException e) {
      String failure = firstLine(e);
      boolean isMissing = failure.contains("No such file");
      return new Loaded<>(
          null,
          advice.isEmpty()
              ? library + ": " + failure
              : isMissing ? advice : advice + ", or can't be loaded: " + failure);
    }
  }

  /**
   * Starts the binding, which unpacks its library. Told of no directory it would try the temporary
   * one and then the working directory, where nothing of ours belongs.
   */
  private static synchronized void startBinding() {
    boolean undirected = System.getProperty(EXTRACT_PROPERTY) == null;
    if (undirected) {
      System.setProperty(EXTRACT_PROPERTY, System.getProperty("java.io.tmpdir"));
    }
    try {
      // It reports that it does not work only when it is used.
      Runtime.getSystemRuntime().addressSize();
    } finally {
      if (undirected) {
        System.clearProperty(EXTRACT_PROPERTY);
      }
    }
  }

  private static String firstLine(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String message = String.valueOf(deepest.getMessage()).strip();
    return message.lines().findFirst().orElse(deepest.getClass().getName());
  }
}
