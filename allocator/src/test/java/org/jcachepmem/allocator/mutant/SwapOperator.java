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
package org.jcachepmem.allocator.mutant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Plants bugs where two steps follow each other: they change places. At least one of them orders
 * something, else nothing would change.
 */
final class SwapOperator implements Planting.Operator {
  private static final Set<String> ORDERING =
      Set.of(
          "flush",
          "fence",
          "storeStoreFence",
          "putLongRelease",
          "commit",
          "mark",
          "undo",
          "finish",
          "finishFailed",
          "enqueueFailed",
          "barrier",
          "settleAll",
          "retire",
          "markLosers");
  private static final Set<String> OTHERS =
      Set.of(
          "putLong",
          "putInt",
          "copyIn",
          "copyInAndFlush",
          "zero",
          "store",
          "write",
          "assign",
          "clear",
          "own",
          "seal",
          "beginSession");

  /** A statement that is one call, from its first to its last instruction. */
  private record Step(AbstractInsnNode first, AbstractInsnNode last, String name, String place) {}

  @Override
  public void plant(Planting.Method method, Planting planting) {
    Step previous = null;
    for (Step step : steps(method, planting)) {
      if (previous != null
          && isNext(method.code(), previous.last, step.first)
          && matters(previous, step)) {
        Step first = previous;
        int length = length(first.first, first.last);
        int gap = length(first.last, step.first);
        int second = length(step.first, step.last);
        planting.add(
            method,
            first.first,
            first.place + " after " + step.place,
            "the two change places",
            (code, at) -> swap(code, at, length, gap, second));
      }
      previous = step;
    }
  }

  private static boolean matters(Step a, Step b) {
    return !a.name.equals(b.name) && (ORDERING.contains(a.name) || ORDERING.contains(b.name));
  }

  private static int length(AbstractInsnNode from, AbstractInsnNode to) {
    int length = 0;
    for (AbstractInsnNode each = from; each != to; each = each.getNext()) {
      length++;
    }
    return length;
  }

  /** Moves the first step behind the second one. */
  private static void swap(
      MethodNode code, AbstractInsnNode first, int length, int gap, int second) {
    List<AbstractInsnNode> moved = new ArrayList<>();
    AbstractInsnNode at = first;
    for (int i = 0; i <= length; i++, at = at.getNext()) {
      moved.add(at);
    }
    AbstractInsnNode end = moved.get(moved.size() - 1);
    for (int i = 0; i < gap + second; i++) {
      end = end.getNext();
    }
    for (AbstractInsnNode each : moved) {
      if (each.getOpcode() >= 0) {
        code.instructions.remove(each);
        code.instructions.insert(end, each);
        end = each;
      }
    }
  }

  /** Whether {@code next} is always executed right after {@code last}, and in the same try. */
  private static boolean isNext(MethodNode code, AbstractInsnNode last, AbstractInsnNode next) {
    Set<LabelNode> targets = new HashSet<>();
    for (AbstractInsnNode each : code.instructions) {
      if (each instanceof JumpInsnNode jump) {
        targets.add(jump.label);
      }
    }
    for (TryCatchBlockNode block : code.tryCatchBlocks) {
      targets.addAll(List.of(block.start, block.end, block.handler));
    }
    for (AbstractInsnNode each = last.getNext(); each != next; each = each.getNext()) {
      if (each.getOpcode() >= 0
          || each instanceof FrameNode
          || each instanceof LabelNode label && targets.contains(label)) {
        return false;
      }
    }
    return true;
  }

  private static List<Step> steps(Planting.Method method, Planting planting) {
    MethodNode code = method.code();
    Frame<BasicValue>[] frames;
    try {
      frames = new Analyzer<>(new BasicInterpreter()).analyze(method.owner().name, code);
    } catch (AnalyzerException e) {
      throw new IllegalStateException("not valid: " + method.label(), e);
    }
    List<Step> steps = new ArrayList<>();
    AbstractInsnNode first = null;
    boolean isStraight = true;
    for (int i = 0; i < frames.length; i++) {
      AbstractInsnNode at = code.instructions.get(i);
      if (at.getOpcode() < 0 || frames[i] == null) {
        isStraight &= !(at instanceof FrameNode);
        continue;
      }
      if (frames[i].getStackSize() == 0) {
        first = at;
        isStraight = true;
      }
      isStraight &= !(at instanceof JumpInsnNode);
      MethodInsnNode call = call(at);
      if (first != null && call != null) {
        String place = call.name + "#" + planting.number(method, "step " + call.name);
        if (isStraight) {
          steps.add(new Step(first, at, call.name, place));
        }
      }
    }
    return steps;
  }

  /** The call that ends here as a statement, its result dropped; null if none does. */
  private static @Nullable MethodInsnNode call(AbstractInsnNode at) {
    boolean isDropped = at.getOpcode() == Opcodes.POP || at.getOpcode() == Opcodes.POP2;
    AbstractInsnNode last = isDropped ? at.getPrevious() : at;
    return last instanceof MethodInsnNode call
            && (isDropped || call.desc.endsWith(")V"))
            && (ORDERING.contains(call.name) || OTHERS.contains(call.name))
        ? call
        : null;
  }
}
