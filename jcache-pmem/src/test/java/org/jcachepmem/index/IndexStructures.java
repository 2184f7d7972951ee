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
package org.jcachepmem.index;

import java.util.EnumSet;
import java.util.List;
import org.jcachepmem.allocator.checker.Structure;
import org.jcachepmem.allocator.checker.Structure.Mode;
import org.jcachepmem.allocator.checker.StructureList;
import org.jcachepmem.allocator.checker.Versions;
import org.jcachepmem.key.KeyLockOperations;

/** What the provider shares between threads. */
public final class IndexStructures implements StructureList {
  /** Lincheck can't rewrite Caffeine's largest class, so that it would look into the rest only. */
  public static final Structure INDEX =
      new Structure("index", IndexOperations.class, Versions.class, 2, 3, EnumSet.of(Mode.STRESS));

  /** A weak map of all locks differs from run to run, so that Lincheck can't replay it. */
  public static final Structure KEY_LOCKS =
      new Structure(
          "key locks",
          KeyLockOperations.class,
          KeyLockOperations.class,
          3,
          3,
          EnumSet.of(Mode.STRESS));

  @Override
  public List<Structure> structures() {
    return List.of(INDEX, KEY_LOCKS);
  }
}
