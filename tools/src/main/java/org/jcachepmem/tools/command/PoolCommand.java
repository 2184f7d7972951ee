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
import java.nio.file.Path;
import java.util.List;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.ReadOnlyPoolFile;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.PoolView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one pool. */
abstract class PoolCommand extends ToolCommand {
  @Parameters(index = "0", paramLabel = "POOL", description = "The pool's file.")
  Path pool;

  /** Which cache is meant, where several namespaces have one of that name. */
  abstract static class OfCache extends PoolCommand {
    @Option(
        names = "--namespace",
        paramLabel = "NAME",
        description =
            "The cache's namespace, where two have a cache of that name; or of all that is shown.")
    @Nullable String namespace;

    /** The one that was named, else all, of the namespace if there is one. */
    List<CatalogueEntry> caches(List<CatalogueEntry> all, @Nullable String name) {
      if (name != null) {
        return List.of(cache(all, name));
      }
      List<CatalogueEntry> found =
          all.stream().filter(c -> namespace == null || c.namespace().equals(namespace)).toList();
      if (found.isEmpty() && namespace != null) {
        throw new ToolFailure(
            ExitCode.NO, "pool " + pool + " has no cache in namespace \"" + namespace + "\"");
      }
      return found;
    }

    CatalogueEntry cache(List<CatalogueEntry> caches, String name) {
      List<CatalogueEntry> found =
          caches.stream()
              .filter(c -> c.name().equals(name))
              .filter(c -> namespace == null || c.namespace().equals(namespace))
              .toList();
      if (found.isEmpty()) {
        throw new ToolFailure(
            ExitCode.NO,
            "pool "
                + pool
                + " has no cache \""
                + name
                + "\""
                + (namespace == null ? "" : " in namespace \"" + namespace + "\"")
                + "; jcache-pmem caches "
                + pool
                + " lists them");
      }
      if (found.size() > 1) {
        throw new ToolFailure(
            ExitCode.USAGE,
            "pool "
                + pool
                + " has "
                + found.size()
                + " caches \""
                + name
                + "\": add --namespace, one of "
                + found.stream().map(c -> '"' + c.namespace() + '"').toList());
      }
      return found.get(0);
    }
  }

  /** Opens the pool for reading only, and looks. */
  int look(Look look) throws IOException {
    try (ReadOnlyPoolFile file = ReadOnlyPoolFile.open(pool)) {
      int code = look.at(PoolView.of(Pool.mount(file.medium())));
      out().flush();
      return code;
    }
  }

  /** What is done with a look at a pool; returns how the process ends. */
  @FunctionalInterface
  interface Look {
    int at(PoolView view) throws IOException;
  }
}
