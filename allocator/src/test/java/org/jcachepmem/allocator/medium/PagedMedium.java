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

/** A medium that says it is written back in pages, as an ordinary file is. */
public final class PagedMedium extends WrappedMedium {
  /** Passes everything on to {@code delegate}. */
  public PagedMedium(Medium delegate) {
    super(delegate);
  }

  /** What a killed process leaves behind of a recording medium. */
  public PagedMedium afterKill() {
    return new PagedMedium(((RecordingMedium) delegate).afterKill());
  }

  @Override
  public MediumFacts facts() {
    return new MediumFacts("paged", true, false, true, "paged, for tests");
  }
}
