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

import java.util.List;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** The classes that a class names anywhere: in its header, signatures, fields, code. */
final class UsedClasses {

  private final TreeSet<String> names = new TreeSet<>();

  /** A visitor that passes everything on to {@code next} and takes notes. */
  ClassVisitor recording(ClassVisitor next) {
    return new ClassRemapper(
        next,
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            names.add(internalName);
            return internalName;
          }
        });
  }

  /** Names such as {@code java/lang/String}, sorted. */
  List<String> namesWithout(String own) {
    names.remove(own);
    return List.copyOf(names);
  }
}
