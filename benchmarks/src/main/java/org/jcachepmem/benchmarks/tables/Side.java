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
package org.jcachepmem.benchmarks.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jcachepmem.benchmarks.peers.PeerKind;

/** One side of a comparison: what runs in JVMs of its own, one in each round. */
public sealed interface Side {

  /** The figure that JMH gives: operations in a second, of all threads together. */
  String OPS = "ops/s";

  /** The figure that JMH's allocation profiler gives: bytes of heap for an operation. */
  String ALLOCATION = "B/op";

  /** An argument of a program that stands for the directory on a disk. */
  String DISK = "{disk}";

  /** What stands in a JVM's options for the directory that the sides of a round share. */
  String FILES = "{files}";

  /** Unique in its table. */
  String name();

  /** Options of its JVMs. */
  List<String> jvmFlags();

  /**
   * A JMH benchmark.
   *
   * @param benchmark class and method
   * @param params values of its parameters
   * @param isProfiled whether {@link #ALLOCATION} is wanted
   */
  record Jmh(
      String name,
      String benchmark,
      Map<String, String> params,
      int threads,
      List<String> jvmFlags,
      boolean isProfiled)
      implements Side {

    /** A method of a class over a peer, in one thread. */
    public static Jmh of(Class<?> benchmarks, String method, PeerKind peer, Scale scale) {
      return new Jmh(
          peer.label(),
          benchmarks.getName() + "." + method,
          Map.of("peer", peer.label(), "entries", Integer.toString(scale.entries())),
          1,
          peer.jvmFlags(),
          false);
    }

    /** The same of each of several peers. */
    public static List<Side> each(
        Class<?> benchmarks, String method, Scale scale, PeerKind... peers) {
      return Arrays.stream(peers).<Side>map(peer -> of(benchmarks, method, peer, scale)).toList();
    }

    /** The same under another name. */
    public Jmh named(String other) {
      return new Jmh(other, benchmark, params, threads, jvmFlags, isProfiled);
    }

    /** The same in so many threads. */
    public Jmh inThreads(int count) {
      return new Jmh(name, benchmark, params, count, jvmFlags, isProfiled);
    }

    /** The same with one parameter more, or another value of it. */
    public Jmh with(String param, Object value) {
      Map<String, String> more = new HashMap<>(params);
      more.put(param, value.toString());
      return new Jmh(name, benchmark, Map.copyOf(more), threads, jvmFlags, isProfiled);
    }

    /** The same with options for its JVMs, besides those that it has. */
    public Jmh withFlags(String... flags) {
      List<String> all = new ArrayList<>(jvmFlags);
      all.addAll(List.of(flags));
      return new Jmh(name, benchmark, params, threads, List.copyOf(all), isProfiled);
    }

    /** The same, and its allocation. */
    public Jmh profiled() {
      return new Jmh(name, benchmark, params, threads, jvmFlags, true);
    }
  }

  /**
   * A program that prints figures.
   *
   * @param program its main class
   * @param jdk the feature version of the JVM; 0 for the one that this runs on
   * @param isForced whether libpmem is made to take any file for persistent memory
   */
  record Probe(
      String name,
      Class<?> program,
      List<String> arguments,
      List<String> jvmFlags,
      int jdk,
      boolean isForced)
      implements Side {

    /** One on this JVM, on persistent memory or what is taken for it. */
    public static Probe of(String name, Class<?> program, List<String> flags, Object... arguments) {
      List<String> texts = Arrays.stream(arguments).map(Object::toString).toList();
      return new Probe(name, program, texts, flags, 0, true);
    }

    /** The same on another JDK. */
    public Probe onJdk(int version) {
      return new Probe(name, program, arguments, jvmFlags, version, isForced);
    }

    /** The same with libpmem believing what the system says about the file. */
    public Probe unforced() {
      return new Probe(name, program, arguments, jvmFlags, jdk, false);
    }
  }
}
