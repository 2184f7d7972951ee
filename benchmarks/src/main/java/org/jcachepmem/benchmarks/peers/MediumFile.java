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
package org.jcachepmem.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;

/** Media over new files, libpmem's where it is installed. */
public final class MediumFile {
  private static final int BLOCK_BYTES = 1 << 20;

  private MediumFile() {}

  /** A zero-filled medium of at least so many bytes over a new file, every page of it there. */
  public static Medium create(Path file, long sizeBytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long done = 0; done < sizeBytes; done += BLOCK_BYTES) {
        ByteBuffer zeros = ByteBuffer.allocate(BLOCK_BYTES);
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
      }
    }
    return Media.open(file, MediumChoice.AUTO);
  }
}
