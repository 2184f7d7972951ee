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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** The mutants that the operators have found so far, and the names that they get. */
final class Planting {
  private final List<Mutant> mutants = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> places = new HashMap<>();

  /** Looks for the places in a method where something can go wrong. */
  @FunctionalInterface
  interface Operator {
    void plant(Method method, Planting planting);
  }

  /** Changes a method at the instruction that was found. */
  @FunctionalInterface
  interface Edit {
    void apply(MethodNode method, AbstractInsnNode at);
  }

  /** A method as the operators see it. A lambda counts as part of the method that it is in. */
  record Method(ClassNode owner, MethodNode code) {
    String type() {
      return owner.name.substring(owner.name.lastIndexOf('/') + 1).replace('$', '.');
    }

    String name() {
      return code.name.startsWith("lambda$") ? code.name.split("\\$")[1] : code.name;
    }

    String label() {
      return type() + "." + (name().equals("<init>") ? "new" : name());
    }

    /** The first line of the method, by which methods are put in order. */
    int firstLine() {
      for (AbstractInsnNode at : code.instructions) {
        if (at instanceof LineNumberNode line) {
          return line.line;
        }
      }
      return 0;
    }
  }

  /**
   * The number of a place of that kind in the method, from 1 on. Asked for each such place, also
   * for those where nothing is planted, so that names stay.
   */
  int number(Method method, String kind) {
    return places.merge(method.label() + ":" + kind, 1, Integer::sum);
  }

  /** Plants a bug at an instruction. */
  void add(Method method, AbstractInsnNode at, String what, String description, Edit edit) {
    String name = method.code().name;
    String descriptor = method.code().desc;
    int index = method.code().instructions.indexOf(at);
    addToClass(
        method,
        at,
        what,
        description,
        node -> {
          MethodNode code =
              node.methods.stream()
                  .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
                  .findFirst()
                  .orElseThrow();
          edit.apply(code, code.instructions.get(index));
        });
  }

  /** Plants a bug that shows in more than one method of the class. */
  void addToClass(
      Method method, AbstractInsnNode at, String what, String description, Mutant.Edit edit) {
    String name = method.label() + ": " + what;
    if (!names.add(name)) {
      throw new IllegalStateException("two mutants are called " + name);
    }
    if (Scope.isLeftOut(name)) {
      return;
    }
    mutants.add(
        new Mutant(name, description, method.owner().name.replace('/', '.'), line(at), edit));
  }

  private static int line(AbstractInsnNode at) {
    for (AbstractInsnNode each = at; each != null; each = each.getPrevious()) {
      if (each instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  List<Mutant> mutants() {
    return List.copyOf(mutants);
  }
}
