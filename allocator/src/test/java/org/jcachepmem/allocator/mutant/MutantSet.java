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
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** All mutants of the product: every place that an operator finds in the rooms under test. */
final class MutantSet {
  private MutantSet() {}

  /** Finds them, in an order that does not change. */
  static List<Mutant> find() {
    Planting planting = new Planting();
    List<Planting.Operator> operators =
        List.of(
            new MediumOperators(),
            new CallOperators(),
            new ForcedResults(),
            new ConditionOperators(),
            new ConstantOperators(),
            new SwapOperator(),
            new NamedBugs());
    for (String name : Scope.classes()) {
      ClassNode node = new ClassNode();
      try {
        new ClassReader(MutantLoader.bytes(MutantSet.class.getClassLoader(), name)).accept(node, 0);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("a class of the product is gone: " + name, e);
      }
      List<Planting.Method> methods = new ArrayList<>();
      for (MethodNode method : node.methods) {
        if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE)) == 0
            && !method.name.equals("<clinit>")) {
          methods.add(new Planting.Method(node, method));
        }
      }
      methods.sort(Comparator.comparingInt(Planting.Method::firstLine));
      for (Planting.Operator operator : operators) {
        methods.forEach(method -> operator.plant(method, planting));
      }
    }
    return planting.mutants();
  }

  /** Those of the names that no mutant has. */
  static Set<String> unknown(Set<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    find().forEach(mutant -> unknown.remove(mutant.name()));
    return unknown;
  }
}
