#!/usr/bin/env python3
"""A bounded model check of the record protocol (docs/crash-consistency.md).

The medium is a set of cache lines: per slot a header line and a payload line, a line with the
session epoch, and a line with the minEpoch of the cache.
A line is a durable value and a list of pending stores. A power loss keeps, line by line and independently, any prefix of
the pending stores; a kill -9 keeps all of them visible and makes none of them durable. Each thread knows how much of a
line's pending stores it has flushed, and its fence makes exactly that durable. Volatile are: the index, the free list, one
settle queue per stripe, the sequence counters.

From an empty pool the model explores every sequence of operations up to a depth. After every step of every operation it
takes every image that a crash can leave, recovers it, and compares what each key reads with what was acknowledged, evicted
or in flight. It goes on from the recovered images: with more operations, with a power loss right after a kill -9, and with
a crash at every step of the recovery itself.

Worlds (what exists beside put, overwrite, hit-remove, miss-remove, evict and settling):
  base    2 keys, 2 stripes, 2 threads, 3 slots
  equal   a key with two byte forms (equal objects that serialise differently), and another key, in one stripe
  clear   clear() in three steps with other operations between them, and relocation
  attach  a cache that nobody has open, whose entries are relocated and evicted under stripe 0; it is opened and closed
  sweep   no marks ride on puts and removes; another thread marks queued records in any order, in three steps (choose one,
          mark it, fence) with other operations between them, and who holds a stripe frees them in the order of its queue;
          some puts and removals are of both keys, in two stripes, with one fence
  batch   puts and removals of both keys with one fence, in one stripe, on whose fence a mark rides

Rules of the protocol are switched off one at a time (planted bugs) to show that the model would notice.

Usage: record_protocol.py WORLD DEPTH [BUG]     one run; exit status 1 if a violation is found
       record_protocol.py all                   the table of docs/crash-consistency.md; exit status 1 if it is not as expected
Python 3.8 or later, no packages.
"""
import itertools
import sys
import time

sys.setrecursionlimit(10000)

VOID, LIVE, DEAD = 'V', 'L', 'D'
THREADS = (0, 1)
MIN_EPOCH = ('m', 0)
SESSION = ('s', 0)
MANY = 99

KEYS = ('A', 'B')
FORMS = {'base': {'A': 'a', 'B': 'b'}, 'equal': {'A': 'aA', 'B': 'b'}, 'clear': {'A': 'a', 'B': 'b'},
         'attach': {'A': 'a', 'B': 'b'}, 'sweep': {'A': 'a', 'B': 'b'}, 'batch': {'A': 'a', 'B': 'b'}}
KEY_OF = {'a': 'A', 'A': 'A', 'b': 'B'}

# bug: (world, depth at which it is found)
BUGS = {
    'deadabort': ('base', 4), 'voidremove': ('base', 4), 'missnodrain': ('base', 4), 'freeremoved': ('base', 5),
    'freeevicted': ('base', 4), 'freeold': ('base', 5), 'trustcache': ('base', 4), 'noflushpayload': ('base', 4),
    'nofence': ('base', 4), 'seqreuse': ('base', 4), 'recovervoidsdead': ('base', 4),
    'equalnodrain': ('equal', 5), 'equalownbytes': ('equal', 5), 'equalnosettle': ('equal', 5),
    'clearnobump': ('clear', 5), 'clearfreeearly': ('clear', 6), 'cleardropfirst': ('clear', 5),
    'clearrelocate': ('clear', 5),
    'attachnobump': ('attach', 5), 'attachnosettle': ('attach', 5), 'detachnobump': ('attach', 6),
    'sweepvoid': ('sweep', 5), 'sweepnofence': ('sweep', 5), 'sweepfree': ('sweep', 5), 'sweepmissed': ('sweep', 5),
    'sweepreused': ('sweep', 5),
    'batchflush': ('batch', 4), 'batchqueue': ('batch', 4), 'batchreuse': ('batch', 4), 'batchfirst': ('sweep', 4),
    'removeflush': ('batch', 4), 'removefirst': ('sweep', 4), 'removereuse': ('sweep', 4), 'removemiss': ('batch', 4),
}
RUNS = [('base', 5), ('equal', 5), ('clear', 5), ('attach', 5), ('sweep', 5), ('batch', 5)]


class Violation(Exception):
    pass


class State:
    __slots__ = ('dur', 'pend', 'mark', 'index', 'free', 'queue', 'epoch', 'counter', 'acked', 'evicted', 'crashes',
                 'clearing', 'dropped', 'attached', 'swept', 'sweeping')

    def copy(s):
        n = State()
        n.dur = dict(s.dur)
        n.pend = {k: list(v) for k, v in s.pend.items()}
        n.mark = {t: dict(m) for t, m in s.mark.items()}
        n.index = dict(s.index)
        n.free = list(s.free)
        n.queue = {q: list(v) for q, v in s.queue.items()}
        n.epoch, n.counter = s.epoch, dict(s.counter)
        n.acked, n.evicted = dict(s.acked), set(s.evicted)
        n.crashes, n.clearing, n.dropped, n.attached = s.crashes, s.clearing, s.dropped and list(s.dropped), s.attached
        n.swept, n.sweeping = set(s.swept), s.sweeping
        return n


class Model:
    def __init__(self, world, depth, bug='', slots=3):
        self.world, self.depth, self.bug, self.slots = world, depth, bug, slots
        self.forms = FORMS[world]
        self.lines = sorted([(c, i) for c in 'hp' for i in range(slots)] + [MIN_EPOCH, SESSION])
        self.images = 0
        self.seen = {}

    # ---- the medium

    def empty(self):
        s = State()
        s.dur = {l: (VOID, '-', (0, 0)) if l[0] == 'h' else ('P', '-', (0, 0), 0) for l in self.lines}
        s.dur[MIN_EPOCH], s.dur[SESSION] = 0, 1
        self.wipe(s)
        s.index, s.free, s.epoch = {}, list(range(self.slots)), 1
        s.acked = {k: None for k in KEYS}
        s.crashes = 0
        return s

    def wipe(self, s):
        """Volatile state after a crash."""
        s.pend = {l: [] for l in self.lines}
        s.mark = {t: {} for t in THREADS}
        s.queue = {0: [], 1: []}
        s.counter = {0: 0, 1: 0}
        s.evicted, s.clearing, s.dropped = set(), None, []
        s.attached = self.world != 'attach'
        s.swept, s.sweeping = set(), None

    @staticmethod
    def now(s, l):
        return s.pend[l][-1] if s.pend[l] else s.dur[l]

    @staticmethod
    def store(s, l, v):
        s.pend[l].append(v)

    @staticmethod
    def flush(s, t, l):
        s.mark[t][l] = len(s.pend[l])

    @staticmethod
    def fence(s, t):
        for l, n in list(s.mark[t].items()):
            if n:
                s.dur[l] = s.pend[l][n - 1]
                del s.pend[l][:n]
                for u in THREADS:
                    s.mark[u][l] = max(0, s.mark[u].get(l, 0) - n)
        s.mark[t].clear()

    # ---- recovery

    def winners(self, lines):
        """Per key bytes the slot of the live winner: {bytes: (seq, slot)}; and the highest epoch seen."""
        best, top = {}, 0 if self.bug == 'seqreuse' else max(lines[MIN_EPOCH], lines[SESSION])
        for i in range(self.slots):
            state, form, seq = lines['h', i]
            if self.bug != 'seqreuse' or state == LIVE:
                top = max(top, seq[0])
            if state == VOID or seq[0] < lines[MIN_EPOCH]:
                continue
            if state == LIVE and lines['p', i][:3] != ('P', form, seq):
                continue  # the checksum
            if state == DEAD and lines['p', i][:3] != ('P', form, seq):
                continue  # its slot was under reuse
            if form not in best or seq > best[form][0]:
                best[form] = (seq, state, i)
        return {f: (q, i) for f, (q, st, i) in best.items() if st == LIVE}, top

    def reads(self, lines):
        """What each key reads after recovery: {key: (seq, slot, value)}."""
        live, top = self.winners(lines)
        found = {}
        for form, (seq, i) in live.items():
            k = KEY_OF[form]
            if k not in found or seq > found[k][0]:
                found[k] = (seq, i, lines['p', i][3])
        return found, live, top

    def judge(self, s, found, pending, what):
        for k in KEYS:
            got = found[k][2] if k in found else None
            may = {s.acked[k]}
            if k in s.evicted:
                may.add(None)
            if pending and k in pending:
                may.add(pending[k])
            if s.clearing is not None and s.acked[k] is not None and s.acked[k][0] < s.clearing:
                may.add(None)
            if got not in may:
                raise Violation(f'key {k} reads {got}, may read {may}\n  after {what}')

    def cuts(self, s):
        """Every image that a power loss can leave."""
        ranges = [range(len(s.pend[l]) + 1) for l in self.lines]
        for cut in itertools.product(*ranges):
            self.images += 1
            yield {l: (s.pend[l][c - 1] if c else s.dur[l]) for l, c in zip(self.lines, cut)}

    def check(self, s, pending, trail, out):
        """After each step: all crash images of s. Adds the states after recovery to out."""
        visible = {l: self.now(s, l) for l in self.lines}
        if s.crashes < 1:
            found, _, _ = self.reads(visible)
            self.judge(s, found, pending, f'{trail} kill -9')
            n = s.copy()
            pend = n.pend
            self.wipe(n)
            n.pend = pend
            self.recover(n, trail + ['kill -9'], out)
        for image in self.cuts(s):
            found, _, _ = self.reads(image)
            self.judge(s, found, pending, f'{trail}, power loss, image {image}')
            if s.crashes < 1:
                n = s.copy()
                n.dur = image
                self.wipe(n)
                self.recover(n, trail + ['power loss'], out)

    def recover(self, n, trail, out):
        """n has what a crash left, pending stores being visible but not durable. A crash at any step must change nothing."""
        visible = {l: self.now(n, l) for l in self.lines}
        found, live, top = self.reads(visible)
        n.acked = {k: (found[k][2] if k in found else None) for k in KEYS}
        n.crashes = 1
        if self.bug != 'trustcache':
            for l in self.lines:
                self.flush(n, 0, l)
            self.fence(n, 0)
        # LIVE losers by bytes become VOID; tombstones stay until that is durable; what was cleared stays
        keep = {i for _, i in live.values()}
        stored = False
        for i in range(self.slots):
            state, form, seq = self.now(n, ('h', i))
            counts = seq[0] >= visible[MIN_EPOCH]
            if state == LIVE and i not in keep and counts or state == DEAD and self.bug == 'recovervoidsdead':
                self.store(n, ('h', i), (VOID, form, seq))
                self.flush(n, 0, ('h', i))
                stored = True
        if stored or self.bug == 'trustcache':
            self.within(n, trail + ['losers marked'])
        self.fence(n, 0)
        # what they hid can't come back, so the tombstones may go: some lack their payload, and might get it later
        # (those of a settled epoch stay; no epoch is settled here, but for numbers that come again that is the worst case)
        for i in range(self.slots):
            state, form, seq = self.now(n, ('h', i))
            if state == DEAD and self.bug != 'seqreuse':
                self.store(n, ('h', i), (VOID, form, seq))
                self.flush(n, 0, ('h', i))
                self.within(n, trail + ['tombstones taken away'])
        # versions of one key with other bytes: the older are settled before service
        current = {i for _, i, _ in found.values()}
        older = [i for i in keep if i not in current]
        for i in older:
            state, form, seq = self.now(n, ('h', i))
            if self.bug != 'equalnosettle':
                self.store(n, ('h', i), (DEAD, form, seq))
                self.flush(n, 0, ('h', i))
        if older:
            self.within(n, trail + ['older forms marked'])
            self.fence(n, 0)
        n.index = {k: i for k, (_, i, _) in found.items()}
        n.free = [i for i in range(self.slots) if i not in current]
        self.begin_epoch(n, 0, top + 1, lambda pending: self.within(n, trail + ['epoch stored']))
        out.append((n, trail))

    def within(self, n, trail):
        for image in self.cuts(n):
            found, _, _ = self.reads(image)
            self.judge(n, found, None, f'{trail}, crash inside recovery, image {image}')

    # ---- operations; steps(pending) looks at every crash at this point

    def stripe(self, s, k):
        if self.world in ('equal', 'batch'):
            return 0
        if self.world == 'attach' and not s.attached:
            return 0
        return {'A': 1, 'B': 0}[k]

    def next_sequence(self, s, stripe):
        s.counter[stripe] += 1
        return s.epoch, s.counter[stripe]

    def drain(self, s, t, stripe, most=1):
        free = 0
        while free < len(s.queue[stripe]) and s.queue[stripe][free] in s.swept:
            free += 1
        batch = s.queue[stripe][:free + most]
        del s.queue[stripe][:free + most]
        for i in batch:
            if i in s.swept:
                s.swept.remove(i)
                continue
            if self.bug == 'sweepmissed' and s.sweeping == ('marked', i):
                continue
            state, form, seq = self.now(s, ('h', i))
            if state == LIVE:
                self.store(s, ('h', i), (DEAD, form, seq))
            self.flush(s, t, ('h', i))
        return batch

    def settle_all(self, s, t, steps):
        batch = self.drain(s, t, 0, MANY) + self.drain(s, t, 1, MANY)
        if batch:
            steps(None)
            self.fence(s, t)
            s.free += batch
            steps(None)

    def store_record(self, s, i, form, seq, value, steps, new):
        header, payload = ('h', i), ('p', i)
        self.store(s, header, (DEAD if self.bug == 'deadabort' else VOID, form, seq))
        steps(new)
        self.store(s, payload, ('P', form, seq, value))
        steps(new)
        self.store(s, header, (LIVE, form, seq))
        steps(new)

    def flush_record(self, s, t, i):
        self.flush(s, t, ('h', i))
        if self.bug != 'noflushpayload':
            self.flush(s, t, ('p', i))

    def publish(self, s, k, i):
        old = s.index.get(k)
        if old is not None:
            if self.bug == 'freeold':
                s.free.append(old)
            else:
                s.queue[self.stripe(s, k)].append(old)
        s.index[k] = i

    def write(self, s, t, k, form, value, pick, riders, steps, is_put):
        stripe = self.stripe(s, k)
        i = s.free.pop(pick)
        seq = self.next_sequence(s, stripe)
        value = seq if value is None else value
        new = {k: value} if is_put else None
        self.store_record(s, i, form, seq, value, steps, new)
        batch = self.drain(s, t, stripe, riders)
        self.flush_record(s, t, i)
        steps(new)
        if self.bug != 'nofence':
            self.fence(s, t)
        s.free += batch
        self.publish(s, k, i)
        return value

    def put(self, s, t, k, form, pick, steps):
        if not s.free:
            self.settle_all(s, t, steps)
        if pick >= len(s.free):
            return False
        old = s.index.get(k)
        riders = 0 if self.world == 'sweep' else 1
        if len(self.forms[k]) > 1:
            if old is None:
                riders = 1 if self.bug == 'equalnodrain' else MANY
            elif self.bug != 'equalownbytes':
                form = self.now(s, ('h', old))[1]
        s.acked[k] = self.write(s, t, k, form, None, pick, riders, steps, True)
        s.evicted.discard(k)
        steps(None)
        return True

    def put_all(self, s, t, keys, steps):
        """One after the other stored and flushed, then one fence for all; nothing is replaced before it."""
        if len(s.free) < len(keys):
            self.settle_all(s, t, steps)
        if len(s.free) < len(keys):
            return False
        new, slots, early = {}, {}, []
        for k in keys:
            slots[k] = s.free.pop(0)
            new[k] = self.next_sequence(s, self.stripe(s, k))
            self.store_record(s, slots[k], self.forms[k], new[k], new[k], steps, new)
            if self.bug != 'batchflush' or k == keys[-1]:
                self.flush_record(s, t, slots[k])
            steps(new)
            if self.bug == 'batchqueue':
                self.publish(s, k, slots[k])
            elif self.bug == 'batchreuse' and k in s.index:
                s.free.insert(0, s.index[k])
                s.index.pop(k)
            elif self.bug == 'batchfirst' and k == keys[0]:
                s.acked[k] = new.pop(k)
        riders = 0 if self.world == 'sweep' else 1
        batch = [i for stripe in sorted({self.stripe(s, k) for k in keys}) for i in self.drain(s, t, stripe, riders)]
        steps(new)
        self.fence(s, t)
        s.free += batch
        for k in keys:
            if s.index.get(k) != slots[k]:
                self.publish(s, k, slots[k])
            s.acked[k] = new.get(k, s.acked[k])
            s.evicted.discard(k)
        steps(None)
        return True

    def relocate(self, s, t, k, steps):
        old = s.index.get(k)
        if old is None or not s.free:
            return False
        _, form, seq = self.now(s, ('h', old))
        if s.clearing is not None and seq[0] < s.clearing and self.bug != 'clearrelocate':
            return False
        self.write(s, t, k, form, self.now(s, ('p', old))[3], 0, 1, steps, False)
        steps(None)
        return True

    def remove(self, s, t, k, steps):
        stripe = self.stripe(s, k)
        i = s.index.get(k)
        if i is None:
            if self.bug != 'missnodrain' and s.queue[stripe]:
                batch = self.drain(s, t, stripe, MANY)
                steps(None)
                self.fence(s, t)
                s.free += batch
        else:
            _, form, seq = self.now(s, ('h', i))
            self.store(s, ('h', i), (VOID if self.bug == 'voidremove' else DEAD, form, seq))
            steps({k: None})
            self.flush(s, t, ('h', i))
            # fewer riders than the queue has: none in base and sweep, one elsewhere
            batch = self.drain(s, t, stripe, 0 if self.world in ('base', 'sweep') else 1)
            steps({k: None})
            self.fence(s, t)
            s.free += batch
            del s.index[k]
            if self.bug == 'freeremoved':
                s.free.append(i)
            else:
                s.queue[stripe].append(i)
        s.acked[k] = None
        s.evicted.discard(k)
        steps(None)
        return True

    def remove_all(self, s, t, keys, steps):
        """All tombstones stored and flushed, and the queues of what is missed marked, then one fence."""
        found = {k: s.index[k] for k in keys if k in s.index}
        new = {k: None for k in keys}
        batch = []
        for stripe in sorted({self.stripe(s, k) for k in keys}):
            missed = any(self.stripe(s, k) == stripe and k not in found for k in keys)
            riders = 0 if self.world == 'sweep' else 1
            batch += self.drain(s, t, stripe, MANY if missed and self.bug != 'removemiss' else riders)
        steps(new)
        for k, i in found.items():
            _, form, seq = self.now(s, ('h', i))
            self.store(s, ('h', i), (DEAD, form, seq))
            steps(new)
            if self.bug != 'removeflush' or k == keys[-1]:
                self.flush(s, t, ('h', i))
            if self.bug == 'removefirst' and k == keys[0]:
                s.acked[k] = new.pop(k)
            steps(new)
        self.fence(s, t)
        s.free += batch
        for k, i in found.items():
            del s.index[k]
            if self.bug == 'removereuse':
                s.free.append(i)
            else:
                s.queue[self.stripe(s, k)].append(i)
        for k in keys:
            s.acked[k] = None
            s.evicted.discard(k)
        steps(None)
        return True

    def evict(self, s, k, steps):
        i = s.index.pop(k, None)
        if i is None:
            return False
        if self.bug == 'freeevicted':
            s.free.append(i)
        else:
            s.queue[self.stripe(s, k)].append(i)
        s.evicted.add(k)
        steps(None)
        return True

    def clear(self, s, t, steps):
        """One of three steps, in turn: forbid, drop, acknowledge and free."""
        late = self.bug in ('cleardropfirst', 'clearfreeearly')
        if s.clearing is None:
            s.clearing = s.epoch + 1
            s.dropped = None
            if not late:
                self.store(s, MIN_EPOCH, s.clearing)
                self.flush(s, t, MIN_EPOCH)
                steps(None)
            if self.bug == 'clearnobump':
                self.fence(s, t)
            else:
                self.begin_epoch(s, t, s.clearing, steps)
            steps(None)
        elif s.dropped is None:
            old = [k for k, i in s.index.items() if self.now(s, ('h', i))[2][0] < s.clearing]
            s.dropped = [s.index.pop(k) for k in old]
            if self.bug == 'clearfreeearly':
                s.free += s.dropped
                s.dropped = []
            steps(None)
        else:
            if late:
                self.store(s, MIN_EPOCH, s.clearing)
                steps(None)
                self.flush(s, t, MIN_EPOCH)
                self.fence(s, t)
            s.free += s.dropped
            for k in KEYS:
                if s.acked[k] is not None and s.acked[k][0] < s.clearing:
                    s.acked[k] = None
            s.clearing, s.dropped = None, []
            steps(None)
        return True

    def sweep(self, s, t, i, steps):
        """One of three steps, in turn: choose a queued record, mark it, fence and free what is swept, in order."""
        if s.sweeping is None:
            if i in s.swept or i not in s.queue[0] + s.queue[1]:
                return False
            s.sweeping = 'chosen', i
        elif s.sweeping[0] == 'chosen':
            i = s.sweeping[1]
            if i in s.queue[0] + s.queue[1] or self.bug == 'sweepreused':
                state, form, seq = self.now(s, ('h', i))
                if state == LIVE:
                    self.store(s, ('h', i), (VOID if self.bug == 'sweepvoid' else DEAD, form, seq))
                steps(None)
                self.flush(s, t, ('h', i))
                s.sweeping = 'marked', i
            else:
                s.sweeping = None
        else:
            i = s.sweeping[1]
            s.sweeping = None
            if self.bug != 'sweepnofence':
                self.fence(s, t)
            for queue in s.queue.values():
                if i in queue:
                    s.swept.add(i)
                    if self.bug == 'sweepfree':
                        queue.remove(i)
                        queue.insert(0, i)
                while queue and queue[0] in s.swept:
                    s.swept.remove(queue[0])
                    s.free.append(queue.pop(0))
        steps(None)
        return True

    def attach(self, s, t, steps):
        if s.attached:
            return False
        if self.bug != 'attachnosettle':
            self.settle_all(s, t, steps)
        if self.bug != 'attachnobump':
            self.begin_epoch(s, t, s.epoch + 1, steps)
        s.attached = True
        steps(None)
        return True

    def detach(self, s, t, steps):
        if not s.attached:
            return False
        self.settle_all(s, t, steps)
        if self.bug != 'detachnobump':
            self.begin_epoch(s, t, s.epoch + 1, steps)
        s.attached = False
        steps(None)
        return True

    def begin_epoch(self, s, t, epoch, steps):
        """The session epoch is durable before a record is written under it."""
        self.store(s, SESSION, epoch)
        steps(None)
        self.flush(s, t, SESSION)
        self.fence(s, t)
        s.epoch, s.counter = epoch, {0: 0, 1: 0}

    # ---- exploration

    def operations(self, s):
        threads = THREADS if self.world == 'base' else (0,)
        picks = range(self.slots) if self.world in ('base', 'equal', 'sweep') else (0,)
        batches = {'sweep': (KEYS,), 'batch': (KEYS, KEYS[::-1])}.get(self.world, ())
        usable = [k for k in KEYS if self.world != 'attach' or s.attached or k == 'B']
        for t in threads:
            for k in usable:
                for form in self.forms[k]:
                    for pick in picks:
                        yield (f'put({form})@{t}#{pick}',
                               lambda n, steps, t=t, k=k, f=form, p=pick: self.put(n, t, k, f, p, steps))
                yield f'remove({k})@{t}', lambda n, steps, t=t, k=k: self.remove(n, t, k, steps)
        for keys in batches:
            yield f'putAll({keys})', lambda n, steps, keys=keys: self.put_all(n, 0, keys, steps)
            yield f'removeAll({keys})', lambda n, steps, keys=keys: self.remove_all(n, 0, keys, steps)
        for k in KEYS:
            yield f'evict({k})', lambda n, steps, k=k: self.evict(n, k, steps)
        if self.world in ('clear', 'attach'):
            for k in KEYS:
                yield f'relocate({k})', lambda n, steps, k=k: self.relocate(n, 0, k, steps)
        if self.world == 'sweep':
            for i in range(self.slots) if s.sweeping is None else (0,):
                yield f'sweep({i})', lambda n, steps, i=i: self.sweep(n, 1, i, steps)
        if self.world == 'clear':
            yield 'clear', lambda n, steps: self.clear(n, 1, steps)
        if self.world == 'attach':
            yield 'attach', lambda n, steps: self.attach(n, 0, steps)
            yield 'detach', lambda n, steps: self.detach(n, 0, steps)

    def key(self, s):
        """Two states with the same key behave alike: epochs and counters are renamed by rank of the epoch."""
        epochs = {s.epoch}
        for l in (MIN_EPOCH, SESSION):
            epochs |= {s.dur[l]} | set(s.pend[l])
        if s.clearing is not None:
            epochs.add(s.clearing)
        for l in self.lines:
            if l[0] in 'hp':
                for v in [s.dur[l]] + s.pend[l]:
                    epochs.add(v[2][0])
                    if l[0] == 'p' and v[3]:
                        epochs.add(v[3][0])
        epochs |= {v[0] for v in s.acked.values() if v is not None}
        rank = {x: i for i, x in enumerate(sorted(epochs))}

        def r(l, v):
            if l[0] in 'ms':
                return rank[v]
            seq = (rank[v[2][0]], v[2][1])
            if l[0] == 'h':
                return v[0], v[1], seq
            return v[1], seq, v[3] and (rank[v[3][0]], v[3][1])

        lines = tuple((r(l, s.dur[l]), tuple(r(l, v) for v in s.pend[l]), tuple(s.mark[t].get(l, 0) for t in THREADS))
                      for l in self.lines)
        return (lines, tuple(sorted(s.index.items())), tuple(s.free), tuple((q, tuple(v)) for q, v in s.queue.items()),
                tuple((rank[v[0]], v[1]) if v else None for v in s.acked.values()), tuple(sorted(s.evicted)), s.crashes,
                rank[s.epoch], tuple(s.counter.values()), s.clearing and rank[s.clearing],
                None if s.dropped is None else tuple(s.dropped), s.attached, tuple(sorted(s.swept)), s.sweeping)

    def start(self):
        s = self.empty()
        if self.world == 'sweep':  # a superseded record that nobody has marked yet
            for _ in range(2):
                self.put(s, 0, 'A', 'a', 0, lambda pending: None)
        if self.world == 'attach':  # a cache with an entry for each key, that nobody has open
            for k in KEYS:
                self.put(s, 0, k, self.forms[k], 0, lambda pending: None)
            self.begin_epoch(s, 0, s.epoch + 1, lambda pending: None)
        return s

    def explore(self, s, depth, trail):
        k = self.key(s)
        if self.seen.get(k, -1) >= depth:
            return
        self.seen[k] = depth
        if depth == 0:
            return
        for name, operation in self.operations(s):
            n, now, after = s.copy(), trail + [name], []
            if operation(n, lambda pending: self.check(n, pending, now, after)):
                self.explore(n, depth - 1, now)
                for recovered, how in after:
                    self.explore(recovered, min(depth - 1, 3), how)

    def run(self):
        began = time.time()
        try:
            self.explore(self.start(), self.depth, [])
            found = None
        except Violation as e:
            found = e
        return found, time.time() - began


def one(world, depth, bug):
    model = Model(world, depth, bug)
    found, seconds = model.run()
    print(f'{world:7} {bug or "the protocol":17} depth {depth}: {len(model.seen):7} states, {model.images:9} images, '
          f'{"VIOLATION" if found else "no violation"}', end='')
    print(f' ({seconds:.0f} s)', flush=True)
    return found


def main():
    if sys.argv[1:] == ['all']:
        failed = [world for world, depth in RUNS if one(world, depth, '')]
        blind = [bug for bug, (world, depth) in BUGS.items() if not one(world, depth, bug)]
        if failed or blind:
            sys.exit(f'not as expected: violations in {failed}, bugs not noticed {blind}')
        return
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in FORMS or len(sys.argv) == 4 and sys.argv[3] not in BUGS:
        sys.exit(__doc__)
    found = one(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) == 4 else '')
    if found:
        sys.exit(f'  {found}')


if __name__ == '__main__':
    main()
