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
package org.jcachepmem.allocator.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jcachepmem.allocator.medium.OsFaults.Fault;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.allocator.pool.PoolLockedException;
import org.jcachepmem.allocator.pool.PoolStorageFullException;
import org.jspecify.annotations.Nullable;

/**
 * Every call that the product makes to the system fails at its n-th use, once and from then on, in
 * every way that the system knows: a clear exception or none, nothing acknowledged is lost, no lock
 * and no descriptor is kept, no half-made pool stays.
 *
 * <p>{@code main} runs the whole sweep; it is deterministic.
 */
public final class OsCallSweep {
  private static final int LIVES_PER_COLLECTION = 500;
  private static final long PATIENCE_SECONDS = 20;

  /** Whose failure the JDK turns into an answer without a cause. */
  private static final Set<Call> WITHOUT_CAUSE =
      EnumSet.of(
          Call.CHECK_ACCESS,
          Call.LIBC_OPEN,
          Call.FALLOCATE,
          Call.UNSHARE,
          Call.PMEM_MAP_FILE,
          Call.PMEM_MSYNC);

  private final List<String> violations = new ArrayList<>();
  private final ExecutorService other =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "another");
            thread.setDaemon(true);
            return thread;
          });
  private final Path directory;
  private final byte[] clean;
  private final byte[] killed;
  private final Map<String, Set<String>> contents;
  private long lives;
  private long calls;
  private long tolerated;
  private long refused;
  private long checks;

  OsCallSweep(Path directory) {
    this.directory = directory;
    OsWorld world = new OsWorld(directory, OsWorld.Machine.JDK);
    world.open();
    world.put("a", 1, 40);
    world.put("b", 1, 45);
    world.put("large", 1, 5000);
    world.put("gone", 1, 44);
    world.put("a", 2, 41);
    world.put("large", 2, 5500);
    world.remove("gone");
    killed = read(world);
    contents = Map.copyOf(world.may);
    world.records.close();
    clean = read(world);
    world.abandon();
    world.delete();
  }

  private static byte[] read(OsWorld world) {
    try {
      return Files.readAllBytes(world.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Argument: {@code --seconds N}, which is more than it takes. */
  public static void main(String[] args) throws IOException {
    Path directory = directory();
    OsCallSweep sweep = new OsCallSweep(directory);
    sweep.run(true);
    sweep.violations.stream().limit(40).forEach(System.out::println);
    System.out.println(sweep.summary());
    System.out.println(
        "#row\tfailing OS calls\t"
            + sweep.scenarios().size() * OsWorld.Machine.values().length
            + "\t"
            + sweep.lives
            + "\t"
            + sweep.checks
            + "\t0\t"
            + sweep.violations.size()
            + "\t"
            + Call.values().length
            + " kinds of calls, "
            + sweep.calls
            + " calls, each fails once and for good");
    Files.delete(directory);
    System.exit(sweep.violations.isEmpty() ? 0 : 1);
  }

  /** A new directory; in memory where there is such a file system, since each life writes back. */
  static Path directory() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "os-calls")
        : Files.createTempDirectory("os-calls");
  }

  String summary() {
    return lives
        + " lives with a call that fails ("
        + calls
        + " calls), "
        + tolerated
        + " tolerated, "
        + refused
        + " refused, "
        + checks
        + " checks, "
        + violations.size()
        + " violations";
  }

  List<String> violations() {
    return violations;
  }

  // ---- scenarios

  /** What is there before, and during which operation a call fails. */
  private record Scenario(String name, Consumer<OsWorld> before, Consumer<OsWorld> operation) {}

  private List<Scenario> scenarios() {
    return List.of(
        new Scenario("create", world -> {}, OsWorld::open),
        new Scenario("create over the rest of another", OsWorld::leaveUnfinished, OsWorld::open),
        new Scenario("open clean", this::clean, OsWorld::open),
        new Scenario("open after a kill", this::killed, OsWorld::open),
        new Scenario("override", this::clean, OsWorld::openOver),
        new Scenario(
            "open while it is open here",
            world -> {
              clean(world);
              world.hold();
            },
            OsWorld::open),
        new Scenario(
            "open while it is open elsewhere",
            this::clean,
            world -> {
              world.faults.lockedElsewhere(Integer.MAX_VALUE);
              world.open();
            }),
        new Scenario(
            "wait until it is closed elsewhere",
            this::clean,
            world -> {
              world.faults.lockedElsewhere(1);
              Duration wait = Duration.ofSeconds(PATIENCE_SECONDS);
              world.open(world.options().onLocked(OnLocked.WAIT).lockWait(wait).build());
            }),
        new Scenario(
            "go without while it is open elsewhere",
            this::clean,
            world -> {
              world.faults.lockedElsewhere(Integer.MAX_VALUE);
              world.openOrVolatile();
            }),
        new Scenario("use", this::opened, this::use),
        new Scenario("grow", this::opened, OsWorld::grow),
        new Scenario("close", this::opened, OsCallSweep::close));
  }

  private void clean(OsWorld world) {
    world.place(clean, contents);
  }

  private void killed(OsWorld world) {
    world.place(killed, contents);
  }

  private void opened(OsWorld world) {
    killed(world);
    world.open();
    world.put("b", 2, 46);
  }

  private static void close(OsWorld world) {
    world.records.close();
    world.file.close();
  }

  private void use(OsWorld world) {
    world.put("new", 1, 40);
    world.put("a", 7, 42);
    world.put("large", 8, 6000);
    world.remove("b");
    world.remove("never there");
    world.records.settleAll();
    world.records.life().settleEpoch();
    world.clear();
    world.put("b", 9, 40);
  }

  // ---- the sweep

  /** All lives; without {@code all} two machines, errors of one kind, and each call once. */
  void run(boolean all) {
    Set<OsWorld.Machine> machines =
        all
            ? EnumSet.allOf(OsWorld.Machine.class)
            : EnumSet.of(OsWorld.Machine.JDK, OsWorld.Machine.LIBPMEM_ON_DISK);
    for (OsWorld.Machine machine : machines) {
      for (Scenario scenario : scenarios()) {
        OsWorld healthy = new OsWorld(directory, machine);
        scenario.before.accept(healthy);
        healthy.faults.count();
        Throwable thrown = failure(() -> scenario.operation.accept(healthy));
        Map<Call, Integer> uses = healthy.faults.uses();
        check(
            thrown == null || thrown instanceof PoolLockedException,
            machine + ", " + scenario.name + ", nothing fails: " + thrown);
        end(healthy, machine + ", " + scenario.name + ", nothing fails");
        uses.forEach(
            (call, count) -> {
              calls += count;
              for (Fault fault : all ? faults(call) : EnumSet.of(Fault.IO_ERROR)) {
                for (int nth = 1; nth <= count; nth++) {
                  live(machine, scenario, call, fault, nth, false);
                  if (all) {
                    live(machine, scenario, call, fault, nth, true);
                  }
                }
              }
            });
      }
    }
    other.shutdownNow();
  }

  private static Set<Fault> faults(Call call) {
    return switch (call) {
      case FALLOCATE, UNSHARE -> EnumSet.complementOf(EnumSet.of(Fault.DENIED));
      case WRITE -> EnumSet.of(Fault.IO_ERROR, Fault.DISK_FULL, Fault.OVER_QUOTA, Fault.TOO_LARGE);
      case OPEN, CREATE_FILE, MOVE -> EnumSet.of(Fault.IO_ERROR, Fault.DISK_FULL, Fault.DENIED);
      case FORCE, TRUNCATE, CLOSE, JDK_MSYNC -> EnumSet.of(Fault.IO_ERROR, Fault.DISK_FULL);
      case FLOCK -> EnumSet.of(Fault.IO_ERROR, Fault.INTERRUPTED, Fault.NOT_SUPPORTED);
      case READ_ATTRIBUTES, CHECK_ACCESS, LIST, DELETE, FILE_STORE ->
          EnumSet.of(Fault.IO_ERROR, Fault.DENIED);
      default -> EnumSet.of(Fault.IO_ERROR);
    };
  }

  private void live(
      OsWorld.Machine machine,
      Scenario scenario,
      Call call,
      Fault fault,
      int nth,
      boolean forGood) {
    String when =
        machine
            + ", "
            + scenario.name
            + ", "
            + call
            + " "
            + nth
            + (forGood ? " and later: " : ": ")
            + fault;
    if (++lives % LIVES_PER_COLLECTION == 0) {
      System.gc(); // mappings go when they are collected, and a process may only have so many
    }
    OsWorld world = new OsWorld(directory, machine);
    scenario.before.accept(world);
    world.faults.plant(call, fault, nth, forGood);
    Throwable thrown = failure(() -> scenario.operation.accept(world));
    check(world.faults.failures() > 0, when + ": is not reached");
    judge(when, world, scenario, call, fault, thrown);
    if (thrown instanceof MediumFailedException && world.cache != null) {
      elsewhere(when, world, scenario.name.equals("close"));
    }
    end(world, when);
  }

  private void judge(
      String when,
      OsWorld world,
      Scenario scenario,
      Call call,
      Fault fault,
      @Nullable Throwable thrown) {
    if (thrown == null) {
      tolerated++;
      return;
    }
    refused++;
    boolean known =
        thrown instanceof PoolException
            || thrown instanceof MediumFailedException
            || thrown instanceof UncheckedIOException && scenario.name.equals("grow");
    check(known, when + ": " + thrown);
    check(
        String.valueOf(thrown.getMessage()).contains(world.path().toString()),
        when + ": does not name the pool: " + thrown.getMessage());
    if (thrown instanceof PoolException e) {
      check(
          !e.expected().isEmpty() && !e.found().isEmpty() && !e.advice().isEmpty(),
          when + ": does not say what to do: " + e.getMessage());
    }
    if (!(thrown instanceof PoolLockedException) && !WITHOUT_CAUSE.contains(call)) {
      check(
          world.faults.planted().stream().anyMatch(each -> isCause(each, thrown)),
          when + ": the cause is lost: " + thrown);
    }
    boolean full =
        fault == Fault.DISK_FULL || fault == Fault.OVER_QUOTA || fault == Fault.TOO_LARGE;
    if (full && thrown instanceof PoolException && !(thrown instanceof PoolLockedException)) {
      check(thrown instanceof PoolStorageFullException, when + ": is not told full: " + thrown);
    }
  }

  private static boolean isCause(Throwable planted, Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each == planted) {
        return true;
      }
      for (Throwable suppressed : each.getSuppressed()) {
        if (isCause(planted, suppressed)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Another thread is not kept waiting by what failed, and what it reads is right. */
  private void elsewhere(String when, OsWorld world, boolean isClosed) {
    try {
      other
          .submit(
              () -> {
                world.checkReads(wrong -> violations.add(when + ", then: " + wrong));
                for (String key : List.of("a", "large", "another")) {
                  Throwable thrown = failure(() -> world.put(key, 33, 50));
                  check(
                      thrown == null
                          || thrown instanceof MediumFailedException
                          || thrown instanceof IllegalStateException && isClosed,
                      when + ", then a put: " + thrown);
                }
              })
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      violations.add(when + ": another thread waits for ever");
    } catch (InterruptedException | ExecutionException e) {
      violations.add(when + ": " + e);
    }
  }

  /** The failure is over: the pool opens in this JVM, with all that was acknowledged. */
  private void end(OsWorld world, String when) {
    world.abandon();
    world.faults.count();
    check(world.descriptors().isEmpty(), when + ": open files " + world.descriptors());
    Throwable thrown = failure(world::open);
    check(thrown == null, when + ": does not open again: " + thrown);
    if (thrown == null) {
      check(world.files().equals(Set.of("pool", "pool.lock")), when + ": leaves " + world.files());
      world.checkReads(wrong -> violations.add(when + ", opened again: " + wrong));
      checks += world.may.size();
      world.put("after", 1, 40);
      world.records.close();
      PoolCheckReport report = PoolCheck.run(world.file.medium());
      check(report.isSound(), when + ": " + report.problems());
    }
    world.abandon();
    check(world.descriptors().isEmpty(), when + ": open files " + world.descriptors());
    world.delete();
  }

  private static @Nullable Throwable failure(Runnable operation) {
    try {
      operation.run();
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private void check(boolean right, String what) {
    checks++;
    if (!right) {
      violations.add(what);
    }
  }
}
