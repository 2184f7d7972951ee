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
package org.jcachepmem.allocator.pool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jspecify.annotations.Nullable;

/**
 * How a pool is opened, and how it is created if it is missing. Immutable; made by {@link
 * #builder()}.
 */
public final class PoolOptions {
  /** The smallest pool that serves values of all sizes: 8 MiB. */
  public static final long MIN_BYTES = 8L << 20;

  private final Builder values;

  private PoolOptions(Builder values) {
    this.values = values;
  }

  /** Options with their defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /**
   * The pool file. A volatile pool is made in its directory, in that of temporary files if it is
   * null; or in the heap, which has none.
   */
  public @Nullable Path path() {
    return values.path;
  }

  /** Bytes of a pool to be created. */
  public long sizeBytes() {
    return values.sizeBytes;
  }

  /** Bytes that an existing pool grows to when it has fewer. Default 0: it keeps its size. */
  public long growToBytes() {
    return values.growToBytes;
  }

  /** The smallest pool accepted, in bytes: {@link #MIN_BYTES} but in tests. */
  public long minBytes() {
    return values.minBytes;
  }

  /** Whether a missing pool is created with {@link #sizeBytes()}. Default true. */
  public boolean createIfMissing() {
    return values.createIfMissing;
  }

  /** Whether an existing pool is replaced by a new one. Default false. */
  public boolean overrideIfExists() {
    return values.overrideIfExists;
  }

  /** Which medium is asked for. Default {@link MediumChoice#AUTO}; without a path the heap. */
  public MediumChoice medium() {
    return values.path == null && !values.medium.isVolatile() ? MediumChoice.HEAP : values.medium;
  }

  /**
   * When changes become durable. Default {@link Durability#SYNC}, and always that on a volatile
   * medium: waiting for it costs nothing there, and a lag would only keep slots from reuse.
   */
  public Durability durability() {
    return medium().isVolatile() ? Durability.SYNC : values.durability;
  }

  /** Longest time from a change to its commit with {@link Durability#ASYNC}. Default 1 s. */
  public Duration maxLag() {
    return values.maxLag;
  }

  /** Bytes of a chunk of a pool to be created; 0 to derive it from the pool's size. */
  public long chunkBytes() {
    return values.chunkBytes;
  }

  /** Stored caches that a pool to be created has room for. Default 4096. */
  public int maxCaches() {
    return values.maxCaches;
  }

  /** When reads check records. Default {@link VerifyReads#FIRST}. */
  public VerifyReads verifyReads() {
    return values.verifyReads;
  }

  /** What to do with a pool that is open elsewhere. Default {@link OnLocked#FAIL}. */
  public OnLocked onLocked() {
    return values.onLocked;
  }

  /** How long {@link OnLocked#WAIT} waits. Default 10 s. */
  public Duration lockWait() {
    return values.lockWait;
  }

  /**
   * Whether a pool that a group of this process may write is accepted, whoever of them owns it.
   * Default false.
   */
  public boolean trustsGroup() {
    return values.trustsGroup;
  }

  /** When the pool is recovered. Default {@link RecoveryMode#BLOCKING}. */
  public RecoveryMode recovery() {
    return values.recovery;
  }

  /** With {@link RecoveryMode#BACKGROUND}. Default {@link RecoveryMiss#WAIT}. */
  public RecoveryMiss recoveryMiss() {
    return values.recoveryMiss;
  }

  /** Collects options; not thread safe. */
  public static final class Builder {
    private @Nullable Path path;
    private long sizeBytes = 256L << 20;
    private long growToBytes;
    private long minBytes = MIN_BYTES;
    private boolean createIfMissing = true;
    private boolean overrideIfExists;
    private MediumChoice medium = MediumChoice.AUTO;
    private Durability durability = Durability.SYNC;
    private Duration maxLag = Duration.ofSeconds(1);
    private long chunkBytes;
    private int maxCaches = 4096;
    private VerifyReads verifyReads = VerifyReads.FIRST;
    private OnLocked onLocked = OnLocked.FAIL;
    private Duration lockWait = Duration.ofSeconds(10);
    private boolean trustsGroup;
    private RecoveryMode recovery = RecoveryMode.BLOCKING;
    private RecoveryMiss recoveryMiss = RecoveryMiss.WAIT;

    private Builder() {}

    private Builder(Builder other) {
      path = other.path;
      sizeBytes = other.sizeBytes;
      growToBytes = other.growToBytes;
      minBytes = other.minBytes;
      createIfMissing = other.createIfMissing;
      overrideIfExists = other.overrideIfExists;
      medium = other.medium;
      durability = other.durability;
      maxLag = other.maxLag;
      chunkBytes = other.chunkBytes;
      maxCaches = other.maxCaches;
      verifyReads = other.verifyReads;
      onLocked = other.onLocked;
      lockWait = other.lockWait;
      trustsGroup = other.trustsGroup;
      recovery = other.recovery;
      recoveryMiss = other.recoveryMiss;
    }

    /** See {@link PoolOptions#path()}. */
    public Builder path(@Nullable Path value) {
      path = value;
      return this;
    }

    /** See {@link PoolOptions#sizeBytes()}. */
    public Builder sizeBytes(long value) {
      sizeBytes = positive("size", value);
      return this;
    }

    /** See {@link PoolOptions#growToBytes()}. */
    public Builder growToBytes(long value) {
      if (value < 0) {
        throw new IllegalArgumentException("grow-to size must not be negative: " + value);
      }
      growToBytes = value;
      return this;
    }

    /** See {@link PoolOptions#minBytes()}. */
    public Builder minBytes(long value) {
      minBytes = positive("minimum size", value);
      return this;
    }

    /** See {@link PoolOptions#createIfMissing()}. */
    public Builder createIfMissing(boolean value) {
      createIfMissing = value;
      return this;
    }

    /** See {@link PoolOptions#overrideIfExists()}. */
    public Builder overrideIfExists(boolean value) {
      overrideIfExists = value;
      return this;
    }

    /** See {@link PoolOptions#medium()}. */
    public Builder medium(MediumChoice value) {
      medium = Objects.requireNonNull(value);
      return this;
    }

    /** See {@link PoolOptions#durability()}. */
    public Builder durability(Durability value) {
      durability = Objects.requireNonNull(value);
      return this;
    }

    /** See {@link PoolOptions#maxLag()}. */
    public Builder maxLag(Duration value) {
      maxLag = notNegative("max lag", value);
      return this;
    }

    /** See {@link PoolOptions#chunkBytes()}. */
    public Builder chunkBytes(long value) {
      if (value != 0 && (value < 4096 || Long.bitCount(value) != 1)) {
        throw new IllegalArgumentException(
            "chunk bytes: 0 or a power of two from 4096 on: " + value);
      }
      chunkBytes = value;
      return this;
    }

    /** See {@link PoolOptions#maxCaches()}. */
    public Builder maxCaches(int value) {
      maxCaches = (int) positive("number of caches", value);
      return this;
    }

    /** See {@link PoolOptions#verifyReads()}. */
    public Builder verifyReads(VerifyReads value) {
      verifyReads = Objects.requireNonNull(value);
      return this;
    }

    /** See {@link PoolOptions#onLocked()}. */
    public Builder onLocked(OnLocked value) {
      onLocked = Objects.requireNonNull(value);
      return this;
    }

    /** See {@link PoolOptions#lockWait()}. */
    public Builder lockWait(Duration value) {
      lockWait = notNegative("lock wait", value);
      return this;
    }

    /** See {@link PoolOptions#trustsGroup()}. */
    public Builder trustsGroup(boolean value) {
      trustsGroup = value;
      return this;
    }

    /** See {@link PoolOptions#recovery()}. */
    public Builder recovery(RecoveryMode value) {
      recovery = Objects.requireNonNull(value);
      return this;
    }

    /** See {@link PoolOptions#recoveryMiss()}. */
    public Builder recoveryMiss(RecoveryMiss value) {
      recoveryMiss = Objects.requireNonNull(value);
      return this;
    }

    /** The options collected so far. */
    public PoolOptions build() {
      return new PoolOptions(new Builder(this));
    }

    private static long positive(String what, long value) {
      if (value <= 0) {
        throw new IllegalArgumentException(what + " must be positive: " + value);
      }
      return value;
    }

    private static Duration notNegative(String what, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(what + " must not be negative: " + value);
      }
      return value;
    }
  }
}
