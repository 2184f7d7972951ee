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

/**
 * The medium could not write data back; it accepts no more fences. The cause says what the system
 * said.
 */
public class MediumFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure that {@code message} describes: what failed, where, and what to do. */
  public MediumFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure without a Java cause. */
  public MediumFailedException(String message) {
    super(message);
  }
}
