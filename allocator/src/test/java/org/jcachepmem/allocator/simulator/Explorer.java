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
package org.jcachepmem.allocator.simulator;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes the images that a crash may leave of a medium now, and hands each to a check: every one
 * that recovery can tell apart if they are few enough, otherwise none of the pending stores, all,
 * each unit alone, all but one, all pairs, and seeded samples. Units that recovery never reads are
 * not varied. Not thread safe.
 */
final class Explorer {
  /**
   * What is done with an image: it ends with an exception or an error if it is not as it must be.
   */
  interface Check {
    void check(ImageMedium image);
  }

  private static final int[] NO_PREFIX = {};

  private final SimulatedMedium medium;
  private final ImageMedium image;
  private final Tally tally;

  /** Units that recovery has read at this crash point. */
  private final UnitSet read;

  private int[] prefix = NO_PREFIX;

  Explorer(SimulatedMedium medium, Tally tally) {
    this.medium = medium;
    this.image = new ImageMedium(medium, tally);
    this.tally = tally;
    this.read = new UnitSet(medium.durable.length >>> medium.model.unitShift);
  }

  /** The images of a power loss. */
  void powerLoss(SplittableRandom random, Effort effort, Check check) {
    read.clear();
    tally.point();
    image((unit, contents) -> contents - 1, check); // all that was executed
    if (medium.pendingUnits() == 0 || read.count == 0) {
      return;
    }
    long bound = 1;
    for (int i = 0; i < read.count && bound <= effort.exhaustive(); i++) {
      bound *= contents(read.units[i]);
    }
    if (bound <= effort.exhaustive() && exhaust(effort.exhaustive(), check)) {
      return;
    }
    tally.capped();
    sample(random, effort.samples(), check);
  }

  /** Everything executed: what a kill leaves. */
  void executed(Check check) {
    tally.point();
    look(check);
  }

  /** The same, at no crash point. */
  void look(Check check) {
    image.beginExecuted();
    inspect(check);
  }

  /** The one image whose units are decided by these choices, in the order of being read. */
  void replay(int[] choices, Check check) {
    prefix = choices;
    image(this::fromPrefix, check);
  }

  private int contents(int unit) {
    return medium.pending(unit).choices(medium.model);
  }

  private int fromPrefix(int unit, int contents) {
    return image.decidedCount < prefix.length ? prefix[image.decidedCount] : 0;
  }

  /**
   * Depth first over the choices, in the order in which recovery meets them.
   *
   * @return false if there are more than {@code most} images
   */
  private boolean exhaust(int most, Check check) {
    prefix = NO_PREFIX;
    for (int made = 0; made < most; made++) {
      image(this::fromPrefix, check);
      int last = image.decidedCount - 1;
      while (last >= 0 && image.chosen[last] + 1 == image.choices[last]) {
        last--;
      }
      if (last < 0) {
        return true;
      }
      int[] next = Arrays.copyOf(image.chosen, last + 1);
      next[last]++;
      prefix = next;
    }
    return false;
  }

  private void sample(SplittableRandom random, int samples, Check check) {
    image((unit, contents) -> 0, check);
    int left = samples;
    for (int i = 0; i < read.count && left > 0; i++, left -= 2) {
      int alone = read.units[i];
      image((unit, contents) -> unit == alone ? contents - 1 : 0, check);
      image((unit, contents) -> unit == alone ? 0 : contents - 1, check);
    }
    for (int i = 0; i < read.count; i++) {
      for (int j = i + 1; j < read.count && left > 0; j++, left--) {
        int first = read.units[i];
        int second = read.units[j];
        image((unit, contents) -> unit == first || unit == second ? contents - 1 : 0, check);
      }
    }
    for (; left > 0; left--) {
      // How much of the medium got through differs from crash to crash, so samples differ in it.
      double share = random.nextDouble();
      image(
          (unit, contents) ->
              random.nextInt(3) == 0
                  ? random.nextInt(contents)
                  : random.nextDouble() < share ? contents - 1 : 0,
          check);
    }
  }

  private void image(ImageMedium.Choice choice, Check check) {
    image.begin(choice);
    inspect(check);
  }

  private void inspect(Check check) {
    try {
      check.check(image);
      tally.image();
    } catch (CrashPoints.Killed e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new Violation(describe(), e);
    } finally {
      note();
      image.end();
    }
  }

  private void note() {
    for (int i = 0; i < image.decidedCount; i++) {
      if (image.choices[i] > 1) {
        read.add(image.decided[i]);
      }
    }
  }

  /** The image's choices, for a message and for {@link #replay}. */
  private String describe() {
    StringBuilder text = new StringBuilder("choices ");
    text.append(Arrays.toString(Arrays.copyOf(image.chosen, image.decidedCount)));
    for (int i = 0; i < image.decidedCount; i++) {
      text.append(
          String.format(
              "%n  unit at %d: content %d of 0 (durable) to %d (executed), %d stores",
              (long) image.decided[i] << medium.model.unitShift,
              image.chosen[i],
              image.choices[i] - 1,
              medium.pending(image.decided[i]).stores()));
    }
    return text.toString();
  }
}
