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
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Plants bugs where a step of the protocol is a call: the call does not happen. */
final class CallOperators implements Planting.Operator {
  private static final Map<String, String> STEPS = new HashMap<>();

  static {
    step("Settler.mark", "nothing of the queue is marked");
    step("Settler.undo", "a failed put stays LIVE");
    step("Settler.finish", "what was marked is not given back");
    step("Settler.finishFailed", "the slots of failed puts are not given back");
    step("Settler.finishOthers", "other stripes are not given back");
    step("Settler.enqueue", "a retired record is never settled");
    step("Settler.enqueueFailed", "a failed put is forgotten");
    step("Settler.makeAllMarkable", "what is queued is not committed first");
    step("Settler.settle", "nothing is settled");
    step("Settler.settleAll", "nothing is settled");
    step("Settler.free", "a dead record's slot is not given back");
    step("EntryRef.die", "readers believe a copy of a reused slot");
    step("RecordStore.retire", "the old record is not retired");
    step("RecordStore.remove", "no tombstone");
    step("RecordStore.clear", "nothing is cleared");
    step("RecordStore.cancel", "the reservation is not given back");
    step("Epochs.bump", "epoch 0");
    step("Epochs.leave", "no new epoch");
    step("Epochs.settle", "no epoch is settled");
    step("RecordWriter.abandon", "a failed put is not undone");
    step("RecordWriter.removeAll", "no tombstone");
    step("RecordWriter.storeExpiry", "the expiry is not stored");
    step("Extents.own", "the pieces belong to nobody");
    step("Extents.free", "the pieces are not given back");
    step("Extents.forEachListed", "the pieces are left out");
    step("SlotSpace.occupy", "a taken slot counts as free");
    step("Snapshots.beforeChange", "what a snapshot has yet to copy is changed");
    step("SlotSpace.occupyAll", "taken slots count as free");
    step("SlotSpace.vacate", "a slot stays taken");
    step("SlotSpace.free", "a slot is not given back");
    step("ChunkTable.assign", "the chunk gets no class");
    step("RecoveredTable.drop", "a hidden record is still served");
    step("RecoveredTable.clear", "orphans are still served");
    step("RecoveredTable.takeAll", "recovered entries outlive a clear");
    step("ScanFindings.loser", "a loser is not marked");
    step("ScanFindings.unsettled", "a payload is not flushed by recovery");
    step("Occupancy.dropOrphans", "orphans are served");
    step("Occupancy.occupy", "taken slots count as free");
    step("Occupancy.occupyPieces", "the slots of pieces count as free");
    step("Recovery.flushTables", "what recovery reads is not flushed");
    step("Recovery.markLosers", "losers are not marked");
    step("Recovery.beginSession", "no new session");
    step("RecordChecksum.update", "not covered by the checksum");
    step("Catalogue.relocate", "a catalogue entry is not moved");
  }

  private static void step(String call, String description) {
    STEPS.put(call, description);
  }

  @Override
  public void plant(Planting.Method method, Planting planting) {
    for (AbstractInsnNode at : method.code().instructions) {
      if (at instanceof MethodInsnNode call) {
        String owner = Calls.simpleOwner(call);
        String description = STEPS.get(owner.substring(owner.indexOf('$') + 1) + "." + call.name);
        if (description != null) {
          String place = call.name + "#" + planting.number(method, "call " + call.name);
          planting.add(method, at, place + " dropped", description, Calls::drop);
        }
      }
    }
  }
}
