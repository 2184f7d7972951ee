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
package org.jcachepmem.examples.walk;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;
import org.objectweb.asm.tree.analysis.Value;

/** Analyses a class when the cache does not have it: the expensive call that the cache saves. */
final class Analyser implements CacheLoader<String, ClassFacts> {

  private final Journal journal;

  /**
   * @param journal gets a line for each analysis, so that the launcher can tell work done twice
   */
  Analyser(Journal journal) {
    this.journal = journal;
  }

  @Override
  public ClassFacts load(String name) {
    try {
      ClassFacts facts = analyse(ClassFiles.read(name));
      journal.write(name, facts.fingerprint());
      return facts;
    } catch (IOException | AnalyzerException e) {
      throw new CacheLoaderException("analysing " + name, e);
    }
  }

  @Override
  public Map<String, ClassFacts> loadAll(Iterable<? extends String> names) {
    Map<String, ClassFacts> facts = new HashMap<>();
    names.forEach(name -> facts.put(name, load(name)));
    return facts;
  }

  static ClassFacts analyse(byte[] classFile) throws AnalyzerException {
    ClassNode type = new ClassNode();
    UsedClasses used = new UsedClasses();
    new ClassReader(classFile).accept(used.recording(type), 0);
    int methods = 0;
    int instructions = 0;
    int unreachable = 0;
    int ignored = 0;
    int deepest = 0;
    for (MethodNode method : type.methods) {
      if (method.instructions.size() == 0) {
        continue;
      }
      methods++;
      Frame<? extends Value>[] frames = flow(type.name, method);
      for (int i = 0; i < frames.length; i++) {
        AbstractInsnNode instruction = method.instructions.get(i);
        if (instruction.getOpcode() < 0) {
          continue;
        }
        instructions++;
        if (frames[i] == null) {
          unreachable++;
        } else {
          deepest = Math.max(deepest, frames[i].getStackSize());
          ignored += isPop(instruction) && topIsAResult(frames[i]) ? 1 : 0;
        }
      }
    }
    return new ClassFacts(
        methods, instructions, unreachable, ignored, deepest, used.namesWithout(type.name));
  }

  /** The state before each instruction; where each value comes from only if a value is popped. */
  private static Frame<? extends Value>[] flow(String owner, MethodNode method)
      throws AnalyzerException {
    for (AbstractInsnNode instruction : method.instructions) {
      if (isPop(instruction)) {
        return new Analyzer<>(new SourceInterpreter()).analyze(owner, method);
      }
    }
    return new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
  }

  private static boolean isPop(AbstractInsnNode instruction) {
    return instruction.getOpcode() == Opcodes.POP || instruction.getOpcode() == Opcodes.POP2;
  }

  /** Whether the topmost value is the result of a call, on each path that leads here. */
  private static boolean topIsAResult(Frame<? extends Value> frame) {
    return frame.getStack(frame.getStackSize() - 1) instanceof SourceValue value
        && !value.insns.isEmpty()
        && value.insns.stream().allMatch(MethodInsnNode.class::isInstance);
  }
}
