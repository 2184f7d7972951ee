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

import java.util.Map;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Plants bugs in constants: another state of a record than the one that is meant, and a number that
 * is one less.
 */
final class ConstantOperators implements Planting.Operator {
  private static final Map<Long, String> STATES =
      Map.of(
          DirectoryLayout.VOID, "VOID",
          DirectoryLayout.LIVE, "LIVE",
          DirectoryLayout.DEAD, "DEAD");

  @Override
  public void plant(Planting.Method method, Planting planting) {
    if (!Scope.decides(method)) {
      return;
    }
    for (AbstractInsnNode at : method.code().instructions) {
      if (at instanceof LdcInsnNode constant
          && constant.cst instanceof Long value
          && value != 0
          && STATES.containsKey(value)) {
        compared(method, at, STATES.get(value), planting);
      } else if (at instanceof MethodInsnNode call
          && (call.name.equals("live") || call.name.equals("dead"))
          && Calls.simpleOwner(call).equals("DirectoryLayout")) {
        made(method, call, planting);
      } else if (at instanceof MethodInsnNode call
          && call.name.startsWith("putLong")
          && call.getPrevious().getOpcode() == Opcodes.LCONST_0) {
        voided(method, call, planting);
      } else if (isOne(at)) {
        planting.add(
            method,
            at,
            "+-1#" + planting.number(method, "one") + " dropped",
            "off by one",
            (code, here) ->
                code.instructions.set(
                    here,
                    new InsnNode(
                        here.getOpcode() == Opcodes.LCONST_1
                            ? Opcodes.LCONST_0
                            : Opcodes.ICONST_0)));
      }
    }
  }

  /** A state that another one is compared with. */
  private static void compared(
      Planting.Method method, AbstractInsnNode at, String state, Planting planting) {
    String place = "is " + state + "#" + planting.number(method, state);
    STATES.forEach(
        (value, other) -> {
          if (!other.equals(state)) {
            planting.add(
                method,
                at,
                place + " to " + other,
                other + " instead of " + state,
                (code, here) -> code.instructions.set(here, new LdcInsnNode(value)));
          }
        });
  }

  /** The word of a record or of its tombstone. */
  private static void made(Planting.Method method, MethodInsnNode call, Planting planting) {
    String place = call.name + "#" + planting.number(method, call.name);
    String other = call.name.equals("live") ? "dead" : "live";
    planting.add(
        method,
        call,
        place + " to " + other,
        "the other one of record and tombstone",
        (code, at) -> Calls.rename(code, at, other));
    planting.add(method, call, place + " to VOID", "VOID instead", Calls::drop);
  }

  /** A store of VOID. */
  private static void voided(Planting.Method method, MethodInsnNode call, Planting planting) {
    String place = "VOID#" + planting.number(method, "VOID");
    planting.add(
        method,
        call,
        place + " to DEAD",
        "a tombstone instead",
        (code, at) -> Calls.standIn(code, at, "putDead"));
    planting.add(
        method,
        call,
        place + " to LIVE",
        "stays, or becomes, LIVE",
        (code, at) -> Calls.standIn(code, at, "putLive"));
  }

  /** A 1 that is added or subtracted at once. */
  private static boolean isOne(AbstractInsnNode at) {
    int next = at.getNext() == null ? -1 : at.getNext().getOpcode();
    return at.getOpcode() == Opcodes.LCONST_1 && (next == Opcodes.LADD || next == Opcodes.LSUB)
        || at.getOpcode() == Opcodes.ICONST_1 && (next == Opcodes.IADD || next == Opcodes.ISUB);
  }
}
