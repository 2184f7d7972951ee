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
package org.jcachepmem.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jcachepmem.allocator.record.RecordStore;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Loads the product and its tests anew, and has the product ask the {@link ScarceHeap} wherever it
 * may allocate: for an object or array of its own, for a box, a lambda or the parts of a message,
 * and inside Caffeine and the collections of the JDK.
 */
public final class ScarceHeapLoader extends ClassLoader {
  private static final String ANEW = "org.jcachepmem.";

  /** They know nothing of the others, and have room. */
  private static final List<String> SHARED =
      List.of(ANEW + "allocator.layout.", ANEW + "allocator.medium.");

  /** What collections do without allocating. */
  private static final Set<String> FRUGAL =
      Set.of(
          "get",
          "getIfPresent",
          "isEmpty",
          "size",
          "peek",
          "poll",
          "remove",
          "contains",
          "containsKey",
          "hasNext",
          "next",
          "clear");

  private static final String CONCURRENT_MAP = Type.getInternalName(ConcurrentMap.class);

  private static final Set<String> CHANGING = Set.of("put", "remove", "computeIfPresent");

  private static final Set<String> PRODUCT =
      Set.of(location(RecordStore.class), location(PooledEntries.class));

  private static final ScarceHeapLoader ONE = new ScarceHeapLoader();

  private ScarceHeapLoader() {
    super(ScarceHeapLoader.class.getClassLoader());
    setDefaultAssertionStatus(true);
  }

  /** Calls the static method {@code sweep} of the class as this loader has it. */
  public static int sweep(Class<?> life, Object... arguments) throws Throwable {
    for (Method method : ONE.loadClass(life.getName()).getDeclaredMethods()) {
      if (method.getName().equals("sweep")) {
        method.setAccessible(true);
        try {
          return (int) method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    throw new NoSuchMethodException(life + " has no sweep");
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ANEW)
        || name.equals(ScarceHeap.class.getName())
        || SHARED.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] code = code(name);
        loaded = defineClass(name, code, 0, code.length);
      }
      return loaded;
    }
  }

  private byte[] code(String name) throws ClassNotFoundException {
    byte[] compiled;
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      compiled = Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!PRODUCT.contains(location(getParent().loadClass(name)))) {
      return compiled;
    }
    ClassWriter asking = new ClassWriter(0);
    new ClassReader(compiled).accept(new Asking(asking), 0);
    return asking.toByteArray();
  }

  private static final class Asking extends ClassVisitor {
    Asking(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      // A class that can't be initialized stays so, which is another matter.
      return name.equals("<clinit>") ? next : new AskingMethod(next);
    }
  }

  private static final class AskingMethod extends MethodVisitor {
    AskingMethod(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    private void ask() {
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, Type.getInternalName(ScarceHeap.class), "ask", "()V", false);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      super.visitTypeInsn(opcode, type);
      if (opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY) {
        ask(); // behind it: the stack maps of the method say where NEW is
      }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      if (opcode == Opcodes.NEWARRAY) {
        ask();
      }
      super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      ask();
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean isCollection =
          owner.startsWith("java/util/")
              && !owner.startsWith("java/util/concurrent/locks/")
              && !owner.startsWith("java/util/concurrent/atomic/")
              && !owner.startsWith("java/util/function/");
      boolean isBox = owner.startsWith("java/lang/") && name.equals("valueOf");
      boolean isCaffeine = owner.startsWith("com/github/benmanes/");
      if (isBox
          || isCaffeine && !name.startsWith("get")
          || isCollection && opcode != Opcodes.INVOKESPECIAL && !FRUGAL.contains(name)) {
        ask();
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      boolean isIndex = isCaffeine || owner.equals(CONCURRENT_MAP);
      if (isIndex && CHANGING.contains(name)) {
        ask(); // Caffeine notes a change when it has made it
      }
    }
  }
}
