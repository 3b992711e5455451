"""Facet values of documents: hits that have none of some, and works counted for each they have.

The values of all facets stand on one row, each facet's behind those of the facets before. Few hits
touch few places of it, which are noted; after many the whole row is looked through.
"""

from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

from threading import Lock

import numpy as np

cdef enum:
    FEW = 16  # hits are few when there are so many places on the row for each
    AT_ONCE = 16  # bytes of values that are copied at once
    BLOCK = 1024  # values copied before they are counted

ctypedef fused Value:
    uint8_t
    uint16_t
    uint32_t

cdef struct Counting:
    # times: works with each value; seen: the work that had it last; met: values met, if `few`.
    uint32_t* times
    uint32_t* seen
    uint32_t* met
    Py_ssize_t touched
    uint32_t work
    bint few


cdef inline void add(Counting* counting, uint32_t value, uint32_t times) noexcept:
    if counting.few and not counting.times[value]:
        counting.met[counting.touched] = value
        counting.touched += 1
    counting.times[value] += times


cdef inline void add_unseen(Counting* counting, uint32_t value) noexcept:
    """Count a value unless the work has had it before."""
    if counting.seen[value] != counting.work:
        counting.seen[value] = counting.work
        add(counting, value, 1)


cdef class Kinds:
    """A document is of one kind, as many others are; a kind has its values, already on the row."""

    cdef const uint32_t[::1] of, bounds, values
    cdef uint32_t[::1] times

    def __init__(self, of, bounds, values):
        self.of, self.bounds, self.values = of, bounds, values
        if len(of) and int(of.max()) >= len(bounds) - 1 or int(bounds.max()) > len(values):
            raise ValueError("a document is of a kind that is not there")
        self.times = np.zeros(len(bounds), dtype=np.uint32)

    def fail(self, uint8_t[::1] fails, uint8_t bit, const uint32_t[::1] docs, wanted):
        cdef Py_ssize_t place
        cdef uint32_t value
        kinds = np.full(len(self.bounds) - 1, bit, dtype=np.uint8)
        cdef uint8_t[::1] bits = kinds
        for value in wanted:
            self.clear(bits, value)
        for place in range(len(docs)):
            fails[place] |= bits[self.of[docs[place]]]

    cdef void clear(self, uint8_t[::1] bits, uint32_t value) noexcept:
        """Of kinds that have a value the bit is cleared."""
        cdef Py_ssize_t kind
        cdef uint32_t at
        for kind in range(bits.shape[0]):
            for at in range(self.bounds[kind], self.bounds[kind + 1]):
                if self.values[at] == value:
                    bits[kind] = 0

    cdef void count(self, Counting* counting, const uint32_t[::1] docs,
                    const uint32_t[::1] starts) noexcept:
        cdef Py_ssize_t work, place
        cdef uint32_t kind, at
        cdef bint alike
        if starts is None:
            for place in range(docs.shape[0]):
                self.times[self.of[docs[place]]] += 1
        else:
            for work in range(starts.shape[0] - 1):
                kind = self.of[docs[starts[work]]]
                alike = True
                for place in range(starts[work] + 1, starts[work + 1]):
                    alike &= self.of[docs[place]] == kind
                if alike:
                    self.times[kind] += 1
                    continue
                counting.work += 1
                for place in range(starts[work], starts[work + 1]):
                    kind = self.of[docs[place]]
                    for at in range(self.bounds[kind], self.bounds[kind + 1]):
                        add_unseen(counting, self.values[at])
        for kind in range(<uint32_t>(self.bounds.shape[0] - 1)):
            if self.times[kind]:
                for at in range(self.bounds[kind], self.bounds[kind + 1]):
                    add(counting, self.values[at], self.times[kind])
                self.times[kind] = 0


cdef class Lists:
    """Each document's list of values of one facet, in the narrowest numbers that hold them."""

    cdef const uint32_t[::1] bounds
    cdef const uint8_t[::1] narrow
    cdef const uint16_t[::1] middling
    cdef const uint32_t[::1] wide
    cdef int width
    cdef uint32_t first, size
    cdef Py_ssize_t total

    def __init__(self, bounds, values, first, size):
        self.bounds, self.width = bounds, values.dtype.itemsize
        self.first, self.size, self.total = first, size, len(values)
        if len(values) and int(values.max()) >= size or int(bounds.max(initial=0)) > len(values):
            raise ValueError("a document has a value that is not there")
        if self.width == 1:
            self.narrow = values
        elif self.width == 2:
            self.middling = values
        else:
            self.wide = values

    def fail(self, uint8_t[::1] fails, uint8_t bit, const uint32_t[::1] docs,
             const uint8_t[::1] marks):
        cdef Py_ssize_t place
        cdef uint32_t at
        for place in range(len(docs)):
            for at in range(self.bounds[docs[place]], self.bounds[docs[place] + 1]):
                if marks[self.value(at)]:
                    break
            else:
                fails[place] |= bit

    def fail_without(self, uint8_t[::1] fails, uint8_t bit, const uint32_t[::1] docs,
                     const uint8_t[::1] copies, const uint8_t[::1] marks):
        cdef Py_ssize_t place
        cdef uint32_t at
        cdef bint ready
        self.check(copies)
        for place in range(len(docs)):
            ready = False
            for at in range(self.bounds[docs[place]], self.bounds[docs[place] + 1]):
                ready |= (copies[at] != 0) & marks[self.value(at)]
            fails[place] |= 0 if ready else bit

    def count_ready(self, const uint32_t[::1] docs, const uint32_t[::1] starts,
                    const uint8_t[::1] copies):
        cdef Py_ssize_t work, place, low = 0, high
        cdef uint32_t at, value
        self.check(copies)
        counted = np.zeros(self.size, dtype=np.uint32)
        last = np.zeros(self.size, dtype=np.uint32)
        cdef uint32_t[::1] times = counted, seen = last  # by the work that had it last, from 1 on
        for work in range(len(docs) if starts is None else len(starts) - 1):
            high = work + 1 if starts is None else starts[work + 1]
            for place in range(low, high):
                for at in range(self.bounds[docs[place]], self.bounds[docs[place] + 1]):
                    value = self.value(at)
                    if high == low + 1:
                        times[value] += copies[at] != 0
                    elif copies[at] and seen[value] != work + 1:
                        seen[value] = <uint32_t>(work + 1)
                        times[value] += 1
            low = high
        values = np.flatnonzero(counted)
        return values.astype(np.uint32), counted[values]

    cdef int check(self, const uint8_t[::1] copies) except -1:
        if len(copies) < self.total:
            raise ValueError("copies are not told of every value")
        return 0

    cdef inline uint32_t value(self, uint32_t at) noexcept:
        if self.width == 1:
            return self.narrow[at]
        return self.middling[at] if self.width == 2 else self.wide[at]

    cdef void count(self, Counting* counting, const uint32_t[::1] docs,
                    const uint32_t[::1] starts) noexcept:
        if self.width == 1:
            count_in(self.narrow, self.bounds, self.first, counting, docs, starts)
        elif self.width == 2:
            count_in(self.middling, self.bounds, self.first, counting, docs, starts)
        else:
            count_in(self.wide, self.bounds, self.first, counting, docs, starts)


cdef void count_in(const Value[::1] values, const uint32_t[::1] bounds, uint32_t first,
                   Counting* counting, const uint32_t[::1] docs,
                   const uint32_t[::1] starts) noexcept:
    """Lists are of one value, or two, or none, as chance has it: going through each by itself, the
    processor guesses wrong where it ends. So short ones are copied one behind another, as much at
    once as the longest of them has, and what was copied is counted then.
    """
    cdef Value[BLOCK] copied
    cdef Py_ssize_t work, low = 0, high, filled = 0
    cdef Py_ssize_t most = AT_ONCE // sizeof(Value), last = values.shape[0] - most
    cdef uint32_t start, size
    for work in range(docs.shape[0] if starts is None else starts.shape[0] - 1):
        high = work + 1 if starts is None else starts[work + 1]
        start = bounds[docs[low]]
        size = bounds[docs[low] + 1] - start
        if not counting.few and high == low + 1 and size <= most and start <= last:
            memcpy(&copied[filled], &values[start], AT_ONCE)
            filled += size
            if filled > BLOCK - most:
                count_copied(copied, filled, counting.times + first)
                filled = 0
        else:
            add_editions(values, bounds, first, counting, &docs[low], high - low)
        low = high
    count_copied(copied, filled, counting.times + first)


cdef inline void count_copied(const Value* copied, Py_ssize_t filled, uint32_t* times) noexcept:
    cdef Py_ssize_t place
    for place in range(filled):
        times[copied[place]] += 1


cdef void add_editions(const Value[::1] values, const uint32_t[::1] bounds, uint32_t first,
                       Counting* counting, const uint32_t* docs, Py_ssize_t count) noexcept:
    """Count one work for its editions' values, once for each."""
    cdef Py_ssize_t place
    cdef uint32_t at
    counting.work += 1
    for place in range(count):
        for at in range(bounds[docs[place]], bounds[docs[place] + 1]):
            add_unseen(counting, first + values[at])


cdef class Tally:
    """Counts on the row. What it counts in is clear between two calls."""

    cdef Kinds kinds
    cdef list lists
    cdef const uint32_t[::1] ends
    cdef uint32_t[::1] times, seen, met
    cdef uint32_t work
    cdef object lock

    def __init__(self, kinds, lists, ends):
        self.lock = Lock()
        self.kinds, self.lists, self.ends = kinds, list(lists), ends
        row = int(ends.max())
        self.times, self.seen = (np.zeros(row + 1, dtype=np.uint32) for _ in range(2))
        self.met = np.empty(row + 1, dtype=np.uint32)  # a place more, for one not met
        self.work = 0

    def count(self, docs, starts, bint kinds, lists):
        # NumPy lets other threads go on while it sorts, and they count in the same places.
        with self.lock:
            return self.counted(docs, starts, kinds, lists)

    cdef counted(self, const uint32_t[::1] docs, const uint32_t[::1] starts, bint kinds, lists):
        cdef Counting counting
        cdef Lists column
        if self.work + len(docs) * (1 + len(lists)) >= 0xFFFFFFFFU:
            self.seen[:] = 0
            self.work = 0
        counting.times, counting.seen, counting.met = &self.times[0], &self.seen[0], &self.met[0]
        counting.touched, counting.work = 0, self.work
        counting.few = len(docs) * FEW < len(self.times)
        if kinds:
            self.kinds.count(&counting, docs, starts)
        for number in lists:
            column = self.lists[number]
            column.count(&counting, docs, starts)
        self.work = counting.work
        return self.taken(&counting)

    cdef taken(self, Counting* counting):
        """Facet by facet the values met and their times, which are clear afterwards."""
        cdef Py_ssize_t place, end = 0, facet = 0, before = 0
        cdef uint32_t value
        if counting.few:
            values = np.sort(np.asarray(self.met[:counting.touched]))
        else:
            for value in range(<uint32_t>len(self.times)):
                counting.met[end] = value
                end += counting.times[value] != 0
            values = np.array(self.met[:end])
        times = np.empty(len(values), dtype=np.uint32)
        cdef uint32_t[::1] met = values, taken = times
        cdef list found = []
        for place in range(len(met)):
            while met[place] >= self.ends[facet]:
                found.append((values[before:place], times[before:place]))
                before = place
                facet += 1
            taken[place] = counting.times[met[place]]
            counting.times[met[place]] = 0
            if facet:
                met[place] -= self.ends[facet - 1]
        while facet < len(self.ends):
            found.append((values[before:], times[before:]))
            before = len(met)
            facet += 1
        return found
