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

import java.util.Arrays;
import java.util.Comparator;

/**
 * One order for the keys of a cache: by hash, then by bytes. Equal keys may have different bytes.
 */
enum KeyOrder implements Comparator<KeyIdentity> {
  INSTANCE;

  @Override
  public int compare(KeyIdentity a, KeyIdentity b) {
    int byHash = Integer.compare(a.hashCode(), b.hashCode());
    return byHash != 0 || a.equals(b) ? byHash : Arrays.compare(a.bytes(), b.bytes());
  }
}
