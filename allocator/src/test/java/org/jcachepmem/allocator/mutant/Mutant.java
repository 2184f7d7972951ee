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

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * One planted bug: a class of the product with one thing wrong in it. Its name says class, method,
 * the how-manieth place of that kind in the method, and what is wrong there, so that it stays the
 * same when lines move.
 *
 * @param name stable and unique, such as {@code RecordWriter.store: putLong#1 dropped}
 * @param description what the product does now, in a few words
 * @param type binary name of the class
 * @param line where, in its source
 * @param edit makes the change
 */
record Mutant(String name, String description, String type, int line, Edit edit) {

  /** Changes a class that was read anew from its file. */
  @FunctionalInterface
  interface Edit {
    void apply(ClassNode node);
  }

  /** File and line. */
  String place() {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    int nested = simple.indexOf('$');
    return (nested < 0 ? simple : simple.substring(0, nested)) + ".java:" + line;
  }

  /** The byte code of the class with the bug in it. */
  byte[] plant(byte[] original) {
    ClassNode node = new ClassNode();
    new ClassReader(original).accept(node, 0);
    edit.apply(node);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }
}
