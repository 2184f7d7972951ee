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
package org.jcachepmem.tools.picture;

/**
 * Colours from violet for small slots over green to red for large ones, as bright as each other.
 */
final class Palette {
  private static final int[] COLOURS = {
    0x6A3D9A, 0x4C5BC0, 0x2F7FD1, 0x1FA2C9, 0x17B3A3, 0x2FB26B, 0x6FB23B, 0xA9AE24, 0xD6A01C,
    0xEE8A1D, 0xF26B2C, 0xEA4B3C, 0xD53050, 0xB52468, 0x93227A, 0x7A1F5E, 0x5A1A3F
  };

  private static final int[] CUBE = {0, 95, 135, 175, 215, 255};
  private static final int CUBE_START = 16;
  private static final int SMALLEST_BITS = 5;

  private Palette() {}

  /** Red, green and blue, 8 bits each, of a {@link SizeGroup}. */
  static int colour(int mostBytes) {
    int group = Math.max(0, Integer.numberOfTrailingZeros(mostBytes) - SMALLEST_BITS);
    return COLOURS[Math.min(group, COLOURS.length - 1)];
  }

  /** The colour among the 256 of a terminal that is nearest. */
  static int terminalColour(int mostBytes) {
    int colour = colour(mostBytes);
    return CUBE_START
        + 36 * step(colour >> 16 & 0xFF)
        + 6 * step(colour >> 8 & 0xFF)
        + step(colour & 0xFF);
  }

  private static int step(int level) {
    int nearest = 0;
    for (int i = 1; i < CUBE.length; i++) {
      if (Math.abs(CUBE[i] - level) < Math.abs(CUBE[nearest] - level)) {
        nearest = i;
      }
    }
    return nearest;
  }
}
