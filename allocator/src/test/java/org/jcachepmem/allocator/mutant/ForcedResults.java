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

import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Plants bugs where a question decides: the answer is always yes, or always no. */
final class ForcedResults implements Planting.Operator {
  private static final Map<String, String> QUESTIONS =
      Map.ofEntries(
          Map.entry("RecordReader.isIntact", "the checksum is not looked at"),
          Map.entry("RecordReader.arePiecesIntact", "the checksums of pieces are not looked at"),
          Map.entry("RecordReader.verify", "damage is not looked for"),
          Map.entry("PoolScan.isPlausible", "a header of another generation counts"),
          Map.entry("PoolScan.isOfTheFuture", "a header of an epoch that never was"),
          Map.entry("PoolScan.isClean", "the pool counts as closed cleanly, or as not"),
          Map.entry("Commits.isDurable", "the commit counts as done, or as not done"),
          Map.entry("Commits.isRelaxed", "the wrong mode of durability"),
          Map.entry("Epochs.barrier", "a put that failed counts as undone"),
          Map.entry("EntryRef.retire", "retired twice, or never"),
          Map.entry("EntryRef.isDead", "a dead record's copy is believed, or a live one's not"),
          Map.entry("EntryRef.isLive", "a retired record counts as live, or a live one not"),
          Map.entry("EntryRef.isVerified", "the first read does not verify"),
          Map.entry("EntryRef.isDamaged", "damage that was found is forgotten"),
          Map.entry("Extents.occupy", "the list's slots are not compared"),
          Map.entry("SealedWord.isIntact", "the check of a word is not looked at"),
          Map.entry("Settler.hasMarked", "what is marked is overlooked"),
          Map.entry("Set.contains", "an orphan counts as known, or the other way round"));

  @Override
  public void plant(Planting.Method method, Planting planting) {
    for (AbstractInsnNode at : method.code().instructions) {
      if (at instanceof MethodInsnNode call) {
        String description = QUESTIONS.get(Calls.simpleOwner(call) + "." + call.name);
        if (isQuestion(at) && description != null) {
          String place = call.name + "#" + planting.number(method, "answer " + call.name);
          planting.add(method, at, place + " true", description, Calls::answerTrue);
          planting.add(method, at, place + " false", description, Calls::answerFalse);
        }
      }
    }
  }

  /** Whether the answer is forced here, so that the condition on it need not be negated, too. */
  static boolean isQuestion(AbstractInsnNode at) {
    return at instanceof MethodInsnNode call
        && call.desc.endsWith(")Z")
        && QUESTIONS.containsKey(Calls.simpleOwner(call) + "." + call.name);
  }
}
