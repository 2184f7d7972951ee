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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Loads the classes of the allocator anew, those of the tests, too, with one of them changed. The
 * two lowest rooms know nothing of the others and no mutant changes them: they are shared, so that
 * the JVM need not compile them for each mutant again.
 */
final class MutantLoader extends ClassLoader {
  private static final String ANEW = "org.jcachepmem.allocator.";
  private static final List<String> SHARED = List.of(ANEW + "layout.", ANEW + "medium.");

  static {
    registerAsParallelCapable();
  }

  private final @Nullable Mutant mutant;

  /** Without a mutant: the product as it is, under the same conditions. */
  MutantLoader(@Nullable Mutant mutant) {
    super(MutantLoader.class.getClassLoader());
    this.mutant = mutant;
    setDefaultAssertionStatus(true);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ANEW) || SHARED.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] code = stoppable(name, read(name));
        loaded = defineClass(name, code, 0, code.length);
      }
      return loaded;
    }
  }

  private byte[] read(String name) throws ClassNotFoundException {
    byte[] original = bytes(getParent(), name);
    return mutant != null && mutant.type().equals(name) ? mutant.plant(original) : original;
  }

  /** The byte code of a class as it was compiled. */
  static byte[] bytes(ClassLoader loader, String name) throws ClassNotFoundException {
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has each loop of the class look at the {@link StopSwitch}. */
  private static byte[] stoppable(String name, byte[] original) {
    // What the product calls in a loop of its own is no sign that the hunt gets on.
    boolean isProduct = Scope.isProduct(name) || name.endsWith("Medium");
    ClassNode node = new ClassNode();
    new ClassReader(original).accept(node, 0);
    for (MethodNode method : node.methods) {
      Set<LabelNode> passed = new HashSet<>();
      for (AbstractInsnNode at : method.instructions) {
        if (at instanceof LabelNode label) {
          passed.add(label);
        } else if (at instanceof JumpInsnNode jump && passed.contains(jump.label)) {
          method.instructions.insertBefore(
              at,
              new MethodInsnNode(
                  Opcodes.INVOKESTATIC,
                  Type.getInternalName(StopSwitch.class),
                  isProduct ? "check" : "checkTest",
                  "()V",
                  false));
        }
      }
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  /** Ends what still runs in loops of this loader's classes. */
  void stop() {
    ask("stop");
  }

  /** How often loops of tests have turned. */
  long progress() {
    return (long) Objects.requireNonNull(ask("progress"));
  }

  private @Nullable Object ask(String question) {
    try {
      return loadClass(StopSwitch.class.getName()).getMethod(question).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
