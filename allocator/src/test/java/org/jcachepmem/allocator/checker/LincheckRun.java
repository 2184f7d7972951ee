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
package org.jcachepmem.allocator.checker;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.allocator.checker.Structure.Mode;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;

/**
 * Runs Lincheck on one structure, and counts. One at a time in a JVM, which Lincheck changes.
 *
 * <p>What model checking sees of a pool: the words of the medium one operation at a time, as memory
 * has them, because Lincheck can't follow views of byte arrays by itself; and not what opens and
 * formats a pool, which one thread does.
 */
public final class LincheckRun {
  /** Lincheck loads an agent late; later JDKs will want to be asked. */
  static final String JVM_ARGUMENT = "-XX:+EnableDynamicAgentLoading";

  static {
    openCollections();
  }

  private final Structure structure;
  private final Mode mode;
  private final int seed;
  private int scenarios;
  private long invocations;
  private final List<String> failures = new ArrayList<>();

  /**
   * Nothing run yet.
   *
   * @param seed the number of the first scenario
   */
  public LincheckRun(Structure structure, Mode mode, int seed) {
    this.structure = structure;
    this.mode = mode;
    this.seed = seed;
  }

  /**
   * Lincheck looks into whatever a static field holds: also comparators, which are the JDK's. Its
   * own agent opens their package; by name, because that class has annotations that are not here.
   */
  private static void openCollections() {
    try {
      Class<?> agent = Class.forName("net.bytebuddy.agent.ByteBuddyAgent");
      Instrumentation instrumentation = (Instrumentation) agent.getMethod("install").invoke(null);
      Module reader = LincheckAssertionError.class.getModule();
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of(),
          Map.of("java.util", Set.of(reader)),
          Set.of(),
          Map.of());
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Runs {@code more} scenarios after those that were run, each at most that many times. */
  public void run(int more, int invocationsPerScenario) {
    LaterScenarios.first = seed + scenarios;
    long before = Tally.invocations();
    try {
      options(invocationsPerScenario)
          .sequentialSpecification(structure.specification())
          .iterations(more)
          .threads(structure.threads())
          .actorsPerThread(structure.actors())
          .actorsBefore(1)
          .actorsAfter(1)
          .executionGenerator(LaterScenarios.class)
          .logLevel(LoggingLevel.ERROR)
          .check(structure.operations());
    } catch (LincheckAssertionError e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    scenarios += more;
    invocations += Tally.invocations() - before;
  }

  private Options<?, ?> options(int invocationsPerScenario) {
    if (mode == Mode.STRESS) {
      return new StressOptions().invocationsPerIteration(invocationsPerScenario);
    }
    return new ModelCheckingOptions()
        .invocationsPerIteration(invocationsPerScenario)
        .addGuarantee(forClasses(LincheckRun::isOneStep).allMethods().treatAsAtomic())
        .addGuarantee(forClasses(LincheckRun::isOneThreads).allMethods().ignore())
        .addGuarantee(
            forClasses(name -> name.startsWith("org.jcachepmem."))
                .methods(LincheckRun::isBeforeOrAfter)
                .ignore());
  }

  private static boolean isOneStep(String className) {
    return className.equals("org.jcachepmem.allocator.medium.HeapMedium");
  }

  /** What belongs to one thread, or never changes. */
  private static boolean isOneThreads(String className) {
    return className.startsWith("org.jcachepmem.allocator.layout.")
        || className.startsWith("org.jcachepmem.allocator.pool.")
        || className.equals("org.jcachepmem.allocator.space.SizeClasses")
        || className.equals(Tally.class.getName());
  }

  private static boolean isBeforeOrAfter(String method) {
    return method.equals("open") || method.equals("inventory");
  }

  /** Whether Lincheck or the JVM only says what it can't look into, or how it was loaded. */
  static boolean isNoise(String line) {
    return line.startsWith("[WARN] Failed to get object field offset")
        || line.startsWith("[WARN] Unable to transform")
        || line.startsWith("\t")
        || line.isBlank()
        || line.startsWith("WARNING: ")
        || line.contains("Sharing is only supported for boot loader classes");
  }

  public int scenarios() {
    return scenarios;
  }

  public long invocations() {
    return invocations;
  }

  /** What Lincheck said of each run that failed. */
  public List<String> failures() {
    return failures;
  }
}
