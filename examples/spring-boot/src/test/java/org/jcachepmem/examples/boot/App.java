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
package org.jcachepmem.examples.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a JVM of its own, asked over HTTP. */
final class App implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":([-0-9.E]+)");
  private static final int MOST_SECONDS = 150;

  private final Path log;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts it in {@code directory}, and returns when it serves. */
  App(Path directory, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    // The JDK's own caches of classes hold them softly: a leak is what is held otherwise.
    command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
    command.addAll(arguments);
    command.add("--server.port=0");
    log = Files.createTempFile(directory, "log-", ".txt");
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean serves = false;
    try {
      awaitStarts(1);
      serves = true;
    } finally {
      if (!serves) {
        close(); // nobody else has it yet
      }
    }
  }

  /** Waits until it has started that many times. */
  void awaitStarts(int starts) throws IOException, InterruptedException {
    for (int tenths = 0; tenths < MOST_SECONDS * 10; tenths++) {
      if (log().split("Started Application in", -1).length > starts) {
        return;
      }
      if (!process.isAlive()) {
        throw new AssertionError("The application ended: " + log());
      }
      Thread.sleep(100);
    }
    throw new AssertionError("The application has not started " + starts + " times: " + log());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  long pid() {
    return process.pid();
  }

  String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  String post(String path) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /** A meter's value, as the metrics endpoint has it. */
  double meter(String nameAndTags) throws IOException, InterruptedException {
    String answer = get("/actuator/metrics/" + nameAndTags);
    Matcher value = VALUE.matcher(answer);
    if (!value.find()) {
      throw new AssertionError(nameAndTags + ": " + answer);
    }
    return Double.parseDouble(value.group(1));
  }

  private URI uri(String path) throws IOException {
    String port = "";
    Matcher ports = PORT.matcher(log());
    while (ports.find()) {
      port = ports.group(1);
    }
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError(
          request.uri() + ": " + response.statusCode() + " " + response.body() + "\n" + log());
    }
    return response.body();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
