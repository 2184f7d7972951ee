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

/**
 * What makes two keys one key. Canonical codecs compare by the key's bytes; other keys compare as
 * objects, because Java serialization may write two equal objects as different bytes.
 *
 * <p>{@link #equals} and {@link #hashCode} are the identity. For canonical keys they depend on the
 * bytes only, and so are the same in every JVM. Instances for looking up may refer to the caller's
 * object; only {@link #detached()} instances are kept. Thread safe as the key object is.
 */
public abstract class KeyIdentity {

  /** The key's serialised bytes, made on first use. Shared: callers must not change them. */
  public abstract byte[] bytes();

  /** An equal identity that shares nothing with the caller's key object, so that it may be kept. */
  public abstract KeyIdentity detached();

  /**
   * What an index keeps for a detached identity, and finds it by: the identity itself, or an object
   * that stands for it, see {@link KeyIdentities#identity}.
   */
  public Object indexKey() {
    return this;
  }

  /** Whether equal keys always have equal bytes. */
  public abstract boolean isCanonical();

  @Override
  public abstract boolean equals(Object other);

  @Override
  public abstract int hashCode();

  /** The key in a few characters, for messages. */
  @Override
  public abstract String toString();
}
