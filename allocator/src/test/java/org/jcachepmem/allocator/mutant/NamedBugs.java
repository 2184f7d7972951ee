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

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Bugs of the protocol that are more than one call, condition or constant. */
final class NamedBugs implements Planting.Operator {
  private static final String ROOT = "org/jcachepmem/allocator/";
  private static final List<String> CHECKSUMMED =
      List.of("salt", "slot offset", "sequence number", "w1", "w2");

  @Override
  public void plant(Planting.Method method, Planting planting) {
    switch (method.label()) {
      case "RecordWriter.fence" -> fence(method, planting);
      case "RecordStore.retire" ->
          at(
              method,
              planting,
              "Settler.enqueueRetired",
              "slot free at once",
              "free before settled",
              (code, at) -> Calls.standIn(code, at, "freeAtOnce"));
      case "Settler.enqueue", "Settler.mark" ->
          at(
              method,
              planting,
              "Commits.open",
              "commit before",
              "tagged with the commit before the open one",
              NamedBugs::oneLess);
      case "RecordChecksum.new" -> checksum(method, planting);
      case "RecordChecksum.update" ->
          at(
              method,
              planting,
              "CRC32C.update",
              "last byte left out",
              "the checksum does not cover the last byte",
              (code, at) -> Calls.standIn(code, at, "updateShort"));
      case "Pool.store" ->
          at(
              method,
              planting,
              "Medium.putLongRelease",
              "first store split",
              "two halves, the lower one first",
              (code, at) -> Calls.standIn(code, at, "split"));
      case "PoolScan.dead" -> voidTombstones(method, planting);
      default -> {}
    }
  }

  private static void fence(Planting.Method method, Planting planting) {
    at(
        method,
        planting,
        "Commits.fence",
        "after finish",
        "slots are free before their marks are durable",
        (code, at) -> {
          AbstractInsnNode finish = first(code, "Settler.finish");
          code.instructions.set(at, new InsnNode(Opcodes.POP));
          InsnList fence = new InsnList();
          fence.add(new VarInsnNode(Opcodes.ALOAD, 0));
          fence.add(field("record/RecordWriter", "commits", "record/Commits"));
          fence.add(at);
          code.instructions.insert(finish, fence);
        });
    planting.addToClass(
        method,
        first(method.code(), "Commits.fence"),
        "fence later",
        "acknowledged before the fence, which the next operation makes",
        node -> {
          for (MethodNode code : node.methods) {
            if (code.name.equals("fence")) {
              Calls.standIn(code, first(code, "Commits.fence"), "fenceLater");
            } else if (List.of("write", "removeAll", "storeExpiry").contains(code.name)) {
              code.instructions.insert(
                  new MethodInsnNode(
                      Opcodes.INVOKESTATIC,
                      Type.getInternalName(StandIns.class),
                      "fenceOwed",
                      "()V",
                      false));
            }
          }
        });
  }

  private static void checksum(Planting.Method method, Planting planting) {
    int number = 0;
    for (AbstractInsnNode at : method.code().instructions) {
      if (is(at, "Bytes.putLong")) {
        planting.add(
            method,
            at,
            CHECKSUMMED.get(number++) + " left out",
            "not covered by the checksum",
            Calls::drop);
      }
    }
  }

  /** As the model's {@code recovervoidsdead}. */
  private static void voidTombstones(Planting.Method method, Planting planting) {
    planting.add(
        method,
        method.code().instructions.getFirst(),
        "tombstones VOID",
        "recovery voids a tombstone, perhaps before what it hides",
        (code, at) -> {
          InsnList loser = new InsnList();
          loser.add(new VarInsnNode(Opcodes.ALOAD, 0));
          loser.add(field("record/PoolScan", "findings", "record/ScanFindings"));
          loser.add(new VarInsnNode(Opcodes.ALOAD, 1));
          loser.add(
              new MethodInsnNode(
                  Opcodes.INVOKEVIRTUAL, ROOT + "record/DirectoryCopy$Entry", "at", "()J", false));
          loser.add(new InsnNode(Opcodes.ICONST_0));
          loser.add(
              new MethodInsnNode(
                  Opcodes.INVOKEINTERFACE,
                  ROOT + "record/ScanFindings",
                  "loser",
                  Type.getMethodDescriptor(Type.VOID_TYPE, Type.LONG_TYPE, Type.BOOLEAN_TYPE),
                  true));
          code.instructions.insert(at, loser);
        });
  }

  private static void oneLess(MethodNode code, AbstractInsnNode at) {
    InsnList less = new InsnList();
    less.add(new InsnNode(Opcodes.LCONST_1));
    less.add(new InsnNode(Opcodes.LSUB));
    code.instructions.insert(at, less);
  }

  /** Plants the bug at the first call of that name. */
  private static void at(
      Planting.Method method,
      Planting planting,
      String call,
      String what,
      String description,
      Planting.Edit edit) {
    planting.add(method, first(method.code(), call), what, description, edit);
  }

  private static AbstractInsnNode first(MethodNode code, String call) {
    for (AbstractInsnNode at : code.instructions) {
      if (is(at, call)) {
        return at;
      }
    }
    throw new IllegalStateException("no call of " + call + " in " + code.name);
  }

  private static boolean is(AbstractInsnNode at, String call) {
    return at instanceof MethodInsnNode made
        && (Calls.simpleOwner(made) + "." + made.name).equals(call);
  }

  private static FieldInsnNode field(String owner, String name, String type) {
    return new FieldInsnNode(Opcodes.GETFIELD, ROOT + owner, name, "L" + ROOT + type + ";");
  }
}
