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
package org.jcachepmem.examples.walk;

import java.util.function.BiConsumer;

/** What a {@link Survey} tells its {@link Launcher}: one line on standard output each. */
enum Message {
  TOTAL,
  DONE,
  OPEN_MILLIS,
  ASK_MILLIS,
  HITS,
  MISSES,
  ANSWER;

  void send(Object value) {
    synchronized (Message.class) {
      System.out.println(name() + ' ' + value);
      System.out.flush();
    }
  }

  /** Hands a line that {@link #send} wrote to {@code receiver}; lines of others are left alone. */
  static void parse(String line, BiConsumer<Message, String> receiver) {
    for (Message message : values()) {
      if (line.startsWith(message.name() + ' ')) {
        receiver.accept(message, line.substring(message.name().length() + 1));
        return;
      }
    }
  }
}
