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

import java.nio.charset.StandardCharsets;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;

/**
 * Canonical keys that run something whenever one is detached, or asked for its hash: between two
 * steps of the index.
 */
final class SteppingKeys implements KeyIdentities<String> {
  private final Runnable onDetach;
  private final Runnable onHash;

  SteppingKeys(Runnable onDetach, Runnable onHash) {
    this.onDetach = onDetach;
    this.onHash = onHash;
  }

  @Override
  public KeyIdentity of(String key) {
    return new Key(key, onDetach, onHash);
  }

  @Override
  public KeyIdentity ofStored(byte[] keyBytes) {
    return of(new String(keyBytes, StandardCharsets.UTF_8));
  }

  @Override
  public String key(KeyIdentity identity) {
    return identity.toString();
  }

  @Override
  public boolean isCanonical() {
    return true;
  }

  private static final class Key extends KeyIdentity {
    private final String text;
    private final Runnable onDetach;
    private final Runnable onHash;

    private Key(String text, Runnable onDetach, Runnable onHash) {
      this.text = text;
      this.onDetach = onDetach;
      this.onHash = onHash;
    }

    @Override
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public KeyIdentity detached() {
      onDetach.run();
      return this;
    }

    @Override
    public boolean isCanonical() {
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && text.equals(key.text);
    }

    @Override
    public int hashCode() {
      onHash.run();
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
