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
package org.jcachepmem.tools.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.DamagedWordException;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.allocator.pool.PoolLockedException;
import org.jcachepmem.allocator.pool.PoolStorageFullException;
import org.jcachepmem.allocator.record.CatalogueFullException;
import org.jcachepmem.allocator.record.HeapTooSmallException;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordTooLargeException;
import org.jcachepmem.tools.dump.DumpFormatException;
import org.jcachepmem.tools.terminal.OutputLostException;
import org.jcachepmem.tools.terminal.Printable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What the user is told of an exception, and how the process ends. */
public final class Failures implements IExecutionExceptionHandler {

  private static final Map<Class<? extends Throwable>, Integer> CODES =
      Map.of(
          PoolFormatException.class, ExitCode.CANNOT_OPEN,
          DamagedWordException.class, ExitCode.CANNOT_OPEN,
          HeapTooSmallException.class, ExitCode.CANNOT_OPEN,
          PoolFullException.class, ExitCode.NO_ROOM,
          RecordTooLargeException.class, ExitCode.NO_ROOM,
          CatalogueFullException.class, ExitCode.NO_ROOM,
          PoolStorageFullException.class, ExitCode.NO_ROOM);

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return tell(
        e, command, command.getCommand() instanceof ToolCommand tool && tool.wantsStackTrace());
  }

  /** Prints what was thrown, with a stack trace if one is wanted; returns the exit code. */
  public static int tell(Throwable e, CommandLine command, boolean withStackTrace) {
    int code = code(e);
    if (code != ExitCode.READER_HAS_GONE) {
      command.getErr().println(command.getColorScheme().errorText(Printable.of(message(e))));
    }
    if (withStackTrace) {
      e.printStackTrace(command.getErr());
    }
    return code;
  }

  static int code(Throwable e) {
    if (e instanceof ToolFailure failure) {
      return failure.exitCode();
    }
    if (e instanceof OutputLostException lost) {
      return lost.readerHasGone() ? ExitCode.READER_HAS_GONE : ExitCode.FAILED;
    }
    Integer known = CODES.get(e.getClass());
    if (known != null) {
      return known;
    }
    boolean isFull =
        ioError(e) instanceof IOException error && PoolStorageFullException.isCause(error);
    if (isFull) {
      return ExitCode.NO_ROOM;
    }
    return e instanceof PoolException ? ExitCode.CANNOT_OPEN : ExitCode.FAILED;
  }

  private static Throwable ioError(Throwable e) {
    return e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
  }

  static String message(Throwable e) {
    if (e instanceof PoolLockedException locked) {
      return "pool "
          + locked.path()
          + ": found "
          + locked.found()
          + ". Stop it first; while it runs, jcache-pmem top watches it.";
    }
    if (e instanceof FileSystemException system) {
      String reason = system.getReason();
      return system.getFile() + ": " + (reason == null ? plain(e) : reason);
    }
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
      return message(cause);
    }
    if (e instanceof VirtualMachineError error) {
      return message(error);
    }
    boolean isTold =
        e instanceof ToolFailure
            || e instanceof OutputLostException
            || e instanceof PoolException
            || e instanceof DumpFormatException
            || e instanceof MediumFailedException
            || CODES.containsKey(e.getClass());
    return isTold ? String.valueOf(e.getMessage()) : plain(e);
  }

  private static String message(VirtualMachineError e) {
    if (e instanceof OutOfMemoryError) {
      return "the heap is too small: start java with a larger -Xmx";
    }
    if (e instanceof StackOverflowError) {
      return "the stack is too small: start java with a larger -Xss";
    }
    return "the virtual machine failed; if it was at an access to memory, a file was truncated, or"
        + " its device failed: "
        + e.getMessage();
  }

  /** A class name says more than nothing. */
  private static String plain(Throwable e) {
    String name =
        e.getClass()
            .getSimpleName()
            .replace("Exception", "")
            .replaceAll("(?<=[a-z])([A-Z])", " $1");
    return e.getMessage() == null
        ? "failed: " + name.toLowerCase(java.util.Locale.ROOT) + " (--stacktrace says where)"
        : name.toLowerCase(java.util.Locale.ROOT) + ": " + e.getMessage();
  }
}
