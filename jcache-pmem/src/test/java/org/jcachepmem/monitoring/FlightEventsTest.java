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
package org.jcachepmem.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheException;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jcachepmem.flight.PoolEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder has recorded after known operations. */
class FlightEventsTest {
  private static final String PREFIX = "org.jcachepmem.";

  /** All that there are. */
  static final List<String> NAMES =
      List.of(
          "PoolOpened",
          "PoolClosed",
          "Recovery",
          "Commit",
          "MediumFailure",
          "EvictionPressure",
          "RefusedPut",
          "Clear",
          "Damage",
          "DecodeFailure");

  @TempDir Path directory;

  /** Runs {@code operations} while everything is recorded; returns our events by name. */
  private Map<String, List<RecordedEvent>> recorded(Operations operations) throws Exception {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      NAMES.forEach(name -> recording.enable(PREFIX + name).withThreshold(Duration.ZERO));
      recording.start();
      operations.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    Files.delete(file);
    return all.stream()
        .filter(event -> event.getEventType().getName().startsWith(PREFIX))
        .collect(
            Collectors.groupingBy(
                event -> event.getEventType().getName().substring(PREFIX.length())));
  }

  /** Whatever may throw. */
  private interface Operations {
    void run() throws Exception;
  }

  private WatchedPool pool() {
    return new WatchedPool(directory.resolve("recorded.pool"));
  }

  @Test
  void theLifeOfAPool() throws Exception {
    Map<String, List<RecordedEvent>> events =
        recorded(
            () -> {
              try (WatchedPool pool = pool()) {
                Cache<Integer, String> cache = pool.cache("a", String.class);
                cache.put(1, "one");
                cache.clear();
                cache.put(2, "two");
              }
            });
    String path = directory.resolve("recorded.pool").toString();
    events.values().stream()
        .flatMap(List::stream)
        .forEach(event -> assertEquals(path, event.getString("pool")));
    RecordedEvent opened = only(events, "PoolOpened");
    assertEquals("sync", opened.getString("durability"));
    assertEquals(8 << 20, opened.getLong("sizeBytes"));
    assertTrue(opened.getString("medium").startsWith("JDK mapping"));
    RecordedEvent recovery = only(events, "Recovery");
    assertTrue(recovery.getBoolean("clean"));
    assertEquals(0, recovery.getLong("entries"));
    RecordedEvent clear = only(events, "Clear");
    assertEquals("a", clear.getString("cache"));
    assertEquals("asked for by the application", clear.getString("reason"));
    assertTrue(only(events, "PoolClosed").getLong("usedBytes") > 0);
    if (!opened.getBoolean("persistentMemory")) {
      List<RecordedEvent> commits = events.get("Commit");
      assertTrue(commits.size() >= 3, "two puts and a clear");
      for (RecordedEvent commit : commits) {
        assertTrue(commit.getInt("waiters") >= 1);
        assertTrue(commit.getLong("bytes") >= 4096);
        assertTrue(commit.getDuration().toNanos() > 0);
        assertNull(commit.getStackTrace());
      }
    }
  }

  @Test
  void whatGoesWrong() throws Exception {
    try (WatchedPool pool = pool()) {
      pool.cache("torn", String.class).put(1, "a value that is damaged");
    }
    pool().damage("a value that");
    Map<String, List<RecordedEvent>> events =
        recorded(
            () -> {
              try (WatchedPool pool = pool()) {
                pool.with("caches.full.pinned", "true").with("caches.full.quota", "64 KiB");
                Cache<Integer, WatchedPool.Changing> changing =
                    pool.cache("changing", WatchedPool.Changing.class);
                changing.put(1, new WatchedPool.Changing());
                WatchedPool.Changing.changed = true;
                assertNull(changing.get(1));
                assertNull(pool.cache("torn", String.class).get(1));
                Cache<Integer, byte[]> full = pool.cache("full", byte[].class);
                assertThrows(CacheException.class, () -> WatchedPool.flood(full));
              } finally {
                WatchedPool.Changing.changed = false;
              }
            });
    assertEquals("changing", only(events, "DecodeFailure").getString("cache"));
    RecordedEvent damage = only(events, "Damage");
    assertEquals("torn", damage.getString("cache"));
    assertEquals(1, damage.getLong("entries"));
    RecordedEvent refused = only(events, "RefusedPut");
    assertEquals("full", refused.getString("cache"));
    assertTrue(refused.getString("reason").contains("pinned"), refused.getString("reason"));
    assertTrue(
        refused.getStackTrace().getFrames().stream()
            .anyMatch(frame -> frame.getMethod().getName().equals("flood")),
        "who put it");
  }

  @Test
  void pressure() throws Exception {
    Map<String, List<RecordedEvent>> events =
        recorded(
            () -> {
              try (WatchedPool pool = pool()) {
                pool.with("index.max-bytes", "64 KiB").with("pool.durability", "on-close");
                Cache<Integer, String> cache = pool.cache("a", String.class);
                for (int i = 0; i < 2_000; i++) {
                  cache.put(i, "small");
                }
              }
            });
    List<RecordedEvent> pressures = events.get("EvictionPressure");
    assertTrue(pressures.stream().anyMatch(e -> e.getLong("evictions") > 0));
    for (RecordedEvent pressure : pressures) {
      assertEquals("index.max-bytes", pressure.getString("cause"));
      assertTrue(pressure.getLong("wantedBytes") > 0);
    }
    assertFalse(events.containsKey("RefusedPut"));
  }

  @Test
  void aMediumThatFails() throws Exception {
    Map<String, List<RecordedEvent>> events =
        recorded(
            () -> {
              PoolEvents pool = PoolEvents.of("some.pool");
              pool.ended(pool.begins(), 3, 4096, new IOException("Input/output error"));
            });
    RecordedEvent failure = only(events, "MediumFailure");
    assertEquals("some.pool", failure.getString("pool"));
    assertTrue(failure.getString("failure").contains("Input/output error"));
    assertEquals(3, only(events, "Commit").getInt("waiters"));
  }

  @Test
  void nothingIsBegunWhileNobodyRecords() {
    PoolEvents pool = PoolEvents.of("some.pool");
    assertNull(pool.begins());
    assertNull(pool.recoveryBegins());
    assertNull(pool.pressureBegins());
    assertNull(pool.clearBegins());
  }

  @Test
  void everyEventIsDescribed() throws Exception {
    recorded(
        () -> {
          try (WatchedPool pool = pool()) {
            pool.cache("a", String.class);
          }
        });
    for (String name : NAMES) {
      Class<?> event = Class.forName("org.jcachepmem.flight." + name + "Event");
      jdk.jfr.EventType type =
          jdk.jfr.EventType.getEventType(event.asSubclass(jdk.jfr.Event.class));
      assertEquals(PREFIX + name, type.getName());
      assertEquals(List.of("jcache-pmem"), type.getCategoryNames());
      assertTrue(type.getLabel() != null && type.getDescription() != null, name);
      type.getFields().stream()
          .filter(field -> !List.of("eventThread", "stackTrace").contains(field.getName()))
          .filter(field -> !List.of("startTime", "duration").contains(field.getName()))
          .forEach(
              field ->
                  assertTrue(
                      field.getLabel() != null && field.getDescription() != null,
                      name + "." + field.getName()));
    }
  }

  private static RecordedEvent only(Map<String, List<RecordedEvent>> events, String name) {
    List<RecordedEvent> found = events.getOrDefault(name, List.of());
    assertEquals(1, found.size(), () -> name + " in " + events.keySet());
    return found.get(0);
  }
}
