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

/** Plants bugs where a question decides: the answer is always the one that is not safe. */
final class ForcedResults implements Planting.Operator {
  /** The answer that is not safe, and what comes of it. */
  private record Forced(boolean answer, String description) {}

  private static final Map<String, Forced> QUESTIONS =
      Map.ofEntries(
          entry("RecordReader.isIntact", true, "the checksum is not looked at"),
          entry("RecordReader.arePiecesIntact", true, "the checksums of pieces are not looked at"),
          entry("RecordReader.verify", true, "a read does not look for damage"),
          entry("EntryJudge.isPlausible", true, "a header of another generation counts"),
          entry("EntryJudge.isOfTheFuture", false, "a header of an epoch that never was counts"),
          entry("PoolScan.isClean", true, "the pool counts as closed cleanly"),
          entry("Commits.isDurable", true, "the commit counts as done"),
          entry("Epochs.barrier", true, "operations under way are not waited for, nor undone"),
          entry("EntryRef.retire", true, "a retired record is retired again"),
          entry("EntryRef.isDead", false, "a copy of a dead record is believed"),
          entry("EntryRef.isLive", true, "a retired record counts as live"),
          entry("EntryRef.isDamaged", false, "damage that was found is forgotten"),
          entry("Extents.occupy", true, "the slots of a list are not compared and not taken"),
          entry("SealedWord.isIntact", true, "the check of a word is not looked at"),
          entry("Retired.isSwept", true, "a mark counts as durable that is not"),
          entry("Removal.settlesAll", false, "older records of a key that is missed may come back"),
          entry("Settler.hasMarked", false, "what is marked is overlooked"),
          entry("Settler.markQueued", true, "what a sweep has not marked counts as marked"),
          entry("Set.contains", true, "an orphan counts as known"));

  private static Map.Entry<String, Forced> entry(
      String question, boolean answer, String description) {
    return Map.entry(question, new Forced(answer, description));
  }

  @Override
  public void plant(Planting.Method method, Planting planting) {
    for (AbstractInsnNode at : method.code().instructions) {
      if (isQuestion(at)) {
        MethodInsnNode call = (MethodInsnNode) at;
        Forced forced = QUESTIONS.get(Calls.simpleOwner(call) + "." + call.name);
        planting.add(
            method,
            at,
            call.name + "#" + planting.number(method, "answer " + call.name) + " " + forced.answer,
            forced.description,
            forced.answer ? Calls::answerTrue : Calls::answerFalse);
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
