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
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Changes to one call of a method: left out, answered by a constant, or made to something else. */
final class Calls {
  private static final Type OBJECT = Type.getType(Object.class);

  private Calls() {}

  /** The last part of the class's name. */
  static String simpleOwner(MethodInsnNode call) {
    return call.owner.substring(call.owner.lastIndexOf('/') + 1);
  }

  /** The call does not happen; its result, if it has one, is 0, false or null. */
  static void drop(MethodNode method, AbstractInsnNode at) {
    answer(method, at, Type.getReturnType(((MethodInsnNode) at).desc), 0);
  }

  /** The call does not happen and answers true. */
  static void answerTrue(MethodNode method, AbstractInsnNode at) {
    answer(method, at, Type.BOOLEAN_TYPE, 1);
  }

  /** The call does not happen and answers false. */
  static void answerFalse(MethodNode method, AbstractInsnNode at) {
    answer(method, at, Type.BOOLEAN_TYPE, 0);
  }

  private static void answer(MethodNode method, AbstractInsnNode at, Type result, int value) {
    MethodInsnNode call = (MethodInsnNode) at;
    InsnList instead = new InsnList();
    Type[] arguments = Type.getArgumentTypes(call.desc);
    for (int i = arguments.length - 1; i >= 0; i--) {
      instead.add(new InsnNode(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    }
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      instead.add(new InsnNode(Opcodes.POP));
    }
    switch (result.getSort()) {
      case Type.VOID -> {}
      case Type.LONG -> instead.add(new InsnNode(Opcodes.LCONST_0 + value));
      case Type.OBJECT, Type.ARRAY -> instead.add(new InsnNode(Opcodes.ACONST_NULL));
      default -> instead.add(new InsnNode(Opcodes.ICONST_0 + value));
    }
    method.instructions.insert(at, instead);
    method.instructions.remove(at);
  }

  /** Another method of the same class, with the same arguments. */
  static void rename(MethodNode method, AbstractInsnNode at, String name) {
    MethodInsnNode call = (MethodInsnNode) at;
    method.instructions.set(
        at, new MethodInsnNode(call.getOpcode(), call.owner, name, call.desc, call.itf));
  }

  /** A static method of {@link StandIns}, which gets the receiver as its first argument. */
  static void standIn(MethodNode method, AbstractInsnNode at, String name) {
    MethodInsnNode call = (MethodInsnNode) at;
    Type result = Type.getReturnType(call.desc);
    List<Type> arguments = new ArrayList<>(List.of(OBJECT));
    for (Type argument : Type.getArgumentTypes(call.desc)) {
      arguments.add(erased(argument));
    }
    String descriptor = Type.getMethodDescriptor(erased(result), arguments.toArray(Type[]::new));
    MethodInsnNode standIn =
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, Type.getInternalName(StandIns.class), name, descriptor, false);
    method.instructions.set(at, standIn);
    if (result.getSort() == Type.OBJECT) {
      method.instructions.insert(
          standIn, new TypeInsnNode(Opcodes.CHECKCAST, result.getInternalName()));
    }
  }

  /** Stand-ins know no type of the product: it is another loader's. */
  private static Type erased(Type type) {
    return type.getSort() == Type.OBJECT ? OBJECT : type;
  }
}
