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
package org.jcachepmem.key;

/** A key that is its bytes: equal keys have equal bytes. */
abstract class CanonicalKey extends KeyIdentity {

  /** This, unless it may share something with the caller's key. */
  @Override
  public KeyIdentity detached() {
    return this;
  }

  @Override
  public final boolean isCanonical() {
    return true;
  }

  @Override
  public final String toString() {
    return KeyText.of(bytes());
  }
}
