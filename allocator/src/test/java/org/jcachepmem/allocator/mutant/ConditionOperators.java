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

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Plants bugs in conditions: each comes out the other way, or one side of it is never taken; and a
 * comparison counts, or does not count, equal numbers.
 */
final class ConditionOperators implements Planting.Operator {
  @Override
  public void plant(Planting.Method method, Planting planting) {
    for (AbstractInsnNode at : method.code().instructions) {
      if (!(at instanceof JumpInsnNode jump) || at.getOpcode() == Opcodes.GOTO || isAssertion(at)) {
        continue;
      }
      String subject = "if " + subject(method.code(), at);
      String place = subject + "#" + planting.number(method, subject);
      if (!Scope.decides(method)
          || isNullCheck(at)
          || isLoop(method.code(), jump)
          || ForcedResults.isQuestion(at.getPrevious())) {
        continue;
      }
      planting.add(
          method, at, place + " negated", "comes out the other way", ConditionOperators::negate);
      if (isOrder(at)) {
        planting.add(
            method,
            at,
            place + " boundary",
            "off by one: equal numbers count on the other side",
            ConditionOperators::moveBoundary);
      }
    }
  }

  /** What the condition asks for last: a method, a field, or a local variable. */
  private static String subject(MethodNode code, AbstractInsnNode jump) {
    String variable = "value";
    for (AbstractInsnNode at = jump.getPrevious(); at != null; at = at.getPrevious()) {
      if (at instanceof MethodInsnNode call) {
        return call.name;
      } else if (at instanceof FieldInsnNode field) {
        return field.name;
      } else if (at instanceof VarInsnNode local && variable.equals("value")) {
        variable = name(code, local);
      } else if (at instanceof JumpInsnNode || at instanceof LineNumberNode) {
        break;
      }
    }
    return variable;
  }

  private static String name(MethodNode code, VarInsnNode local) {
    int here = code.instructions.indexOf(local);
    return code.localVariables.stream()
        .filter(v -> v.index == local.var)
        .filter(v -> code.instructions.indexOf(v.start) <= here)
        .filter(v -> code.instructions.indexOf(v.end) > here)
        .map(v -> v.name)
        .findFirst()
        .orElse("value");
  }

  private static boolean isAssertion(AbstractInsnNode at) {
    return at.getPrevious() instanceof FieldInsnNode field
        && field.name.equals("$assertionsDisabled");
  }

  private static boolean isNullCheck(AbstractInsnNode at) {
    return at.getOpcode() == Opcodes.IFNULL || at.getOpcode() == Opcodes.IFNONNULL;
  }

  /** A jump back, or out of a loop: over a jump back. */
  private static boolean isLoop(MethodNode code, JumpInsnNode jump) {
    int here = code.instructions.indexOf(jump);
    int there = code.instructions.indexOf(jump.label);
    if (there <= here) {
      return true;
    }
    AbstractInsnNode before = jump.label.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      before = before.getPrevious();
    }
    return before instanceof JumpInsnNode back
        && back.getOpcode() == Opcodes.GOTO
        && code.instructions.indexOf(back.label) <= here;
  }

  private static boolean isOrder(AbstractInsnNode at) {
    return switch (at.getOpcode()) {
      case Opcodes.IF_ICMPLT, Opcodes.IF_ICMPGE, Opcodes.IF_ICMPGT, Opcodes.IF_ICMPLE -> true;
      case Opcodes.IFLT, Opcodes.IFGE, Opcodes.IFGT, Opcodes.IFLE -> true;
      default -> false;
    };
  }

  private static void negate(MethodNode method, AbstractInsnNode at) {
    JumpInsnNode jump = (JumpInsnNode) at;
    jump.setOpcode(
        switch (at.getOpcode()) {
          case Opcodes.IFEQ -> Opcodes.IFNE;
          case Opcodes.IFNE -> Opcodes.IFEQ;
          case Opcodes.IFLT -> Opcodes.IFGE;
          case Opcodes.IFGE -> Opcodes.IFLT;
          case Opcodes.IFGT -> Opcodes.IFLE;
          case Opcodes.IFLE -> Opcodes.IFGT;
          case Opcodes.IF_ICMPEQ -> Opcodes.IF_ICMPNE;
          case Opcodes.IF_ICMPNE -> Opcodes.IF_ICMPEQ;
          case Opcodes.IF_ICMPLT -> Opcodes.IF_ICMPGE;
          case Opcodes.IF_ICMPGE -> Opcodes.IF_ICMPLT;
          case Opcodes.IF_ICMPGT -> Opcodes.IF_ICMPLE;
          case Opcodes.IF_ICMPLE -> Opcodes.IF_ICMPGT;
          case Opcodes.IF_ACMPEQ -> Opcodes.IF_ACMPNE;
          case Opcodes.IF_ACMPNE -> Opcodes.IF_ACMPEQ;
          default -> throw new IllegalStateException("opcode " + at.getOpcode());
        });
  }

  private static void moveBoundary(MethodNode method, AbstractInsnNode at) {
    JumpInsnNode jump = (JumpInsnNode) at;
    jump.setOpcode(
        switch (at.getOpcode()) {
          case Opcodes.IFLT -> Opcodes.IFLE;
          case Opcodes.IFGE -> Opcodes.IFGT;
          case Opcodes.IFGT -> Opcodes.IFGE;
          case Opcodes.IFLE -> Opcodes.IFLT;
          case Opcodes.IF_ICMPLT -> Opcodes.IF_ICMPLE;
          case Opcodes.IF_ICMPGE -> Opcodes.IF_ICMPGT;
          case Opcodes.IF_ICMPGT -> Opcodes.IF_ICMPGE;
          case Opcodes.IF_ICMPLE -> Opcodes.IF_ICMPLT;
          default -> throw new IllegalStateException("opcode " + at.getOpcode());
        });
  }
}
