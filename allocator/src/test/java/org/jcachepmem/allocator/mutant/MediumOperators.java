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

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Plants bugs where the product stores, flushes, fences and commits: every place of each, in every
 * class. Left out, dropped or weakened.
 */
final class MediumOperators implements Planting.Operator {
  private static final Map<String, String> DROPPED = new HashMap<>();

  static {
    for (String flush : new String[] {"Medium.flush", "Commits.flush", "Recovery.flush"}) {
      DROPPED.put(flush, "what was stored is not written back");
    }
    for (String fence : new String[] {"Medium.fence", "Commits.fence", "RecordWriter.fence"}) {
      DROPPED.put(fence, "acknowledged, or built upon, before it is durable");
    }
    for (String commit : new String[] {"Commits.commit", "RecordStore.commit"}) {
      DROPPED.put(commit, "acknowledged, or built upon, before the commit");
    }
    for (String store :
        new String[] {
          "Medium.putInt",
          "Medium.putLong",
          "Medium.putLongRelease",
          "Medium.copyIn",
          "Medium.zero",
          "Medium.copyInAndFlush",
          "Commits.copyInAndFlush",
          "Pool.store",
          "Pool.seal",
          "Pool.sealChunkTable",
          "Superblock.write"
        }) {
      DROPPED.put(store, "not stored");
    }
    DROPPED.put("Medium.storeStoreFence", "the stores on both sides may change places");
    DROPPED.put("Commits.note", "the commit does not know of the page");
  }

  @Override
  public void plant(Planting.Method method, Planting planting) {
    for (AbstractInsnNode at : method.code().instructions) {
      if (at instanceof MethodInsnNode call) {
        String key = Calls.simpleOwner(call) + "." + call.name;
        String description = DROPPED.get(key);
        if (description != null) {
          String place = call.name + "#" + planting.number(method, call.name);
          planting.add(method, at, place + " dropped", description, Calls::drop);
          weaken(method, call, place, planting);
        }
      }
    }
  }

  private static void weaken(
      Planting.Method method, MethodInsnNode call, String place, Planting planting) {
    switch (call.name) {
      case "putLongRelease" ->
          planting.add(
              method,
              call,
              place + " plain",
              "may be seen before the stores that it publishes",
              (code, at) -> Calls.rename(code, at, "putLong"));
      case "copyInAndFlush" ->
          planting.add(
              method,
              call,
              place + " copyIn",
              "copied, but not written back",
              (code, at) -> Calls.standIn(code, at, "copyIn"));
      case "flush" -> {
        if (!isOneWord(call)) {
          planting.add(
              method,
              call,
              place + " short",
              "the last line is not written back",
              (code, at) -> Calls.standIn(code, at, "flushShort"));
        }
      }
      default -> {}
    }
  }

  /** A flush of a constant number of bytes is one of a word or entry, in one line. */
  private static boolean isOneWord(MethodInsnNode call) {
    return call.getPrevious().getOpcode() == Opcodes.LDC;
  }
}
