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
package org.jcachepmem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.cache.event.CacheEntryListenerException;
import org.jcachepmem.index.Failures;
import org.jcachepmem.key.KeyIdentity;

/** Many keys, some at a time, so that few are locked at once. Stateless. */
final class Batches {

  private static final int BATCH = 256;

  private Batches() {}

  /** Works on all, even if listeners fail, which is thrown then; another failure ends it. */
  static void of(Collection<KeyIdentity> ids, Consumer<Collection<KeyIdentity>> work) {
    Failures failures = new Failures();
    List<KeyIdentity> all = new ArrayList<>(ids);
    boolean isOver = false;
    for (int from = 0; from < all.size() && !isOver; from += BATCH) {
      try {
        work.accept(all.subList(from, Math.min(all.size(), from + BATCH)));
      } catch (CacheEntryListenerException e) {
        failures.add(e);
      } catch (RuntimeException | Error e) {
        failures.add(e);
        isOver = true;
      }
    }
    failures.throwFirst();
  }
}
