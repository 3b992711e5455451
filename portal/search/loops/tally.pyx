"""Works counted for each facet value that they have.

The values of all facets stand on one row, each facet's behind those of the facets before. Few hits
touch few places of it, which are noted; after many the whole row is looked through.
"""

from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

from portal.search.loops.chunks cimport fetch

from threading import Lock

import numpy as np

cdef enum:
    AHEAD = 16  # hits whose lists are asked for before they are read
    CLOSE = 8  # documents, of which one is a hit
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


cdef inline void add(Counting* counting, uint32_t value, uint32_t times) noexcept nogil:
    if counting.few and not counting.times[value]:
        counting.met[counting.touched] = value
        counting.touched += 1
    counting.times[value] += times


cdef inline void add_unseen(Counting* counting, uint32_t value) noexcept nogil:
    """Count a value unless the work has had it before."""
    if counting.seen[value] != counting.work:
        counting.seen[value] = counting.work
        add(counting, value, 1)


cdef class Kinds:
    """A document is of one kind, as many others are; a kind has its values, already on the row."""

    cdef const uint32_t[::1] of, bounds, values
    cdef const uint32_t[::1] by_value, sorted_values  # kinds, and the value that each has
    cdef uint32_t[::1] times

    def __init__(self, of, bounds, values):
        self.of, self.bounds, self.values = of, bounds, values
        if len(of) and int(of.max()) >= len(bounds) - 1 or int(bounds.max()) > len(values):
            raise ValueError("a document is of a kind that is not there")
        self.times = np.zeros(len(bounds), dtype=np.uint32)
        kinds = np.repeat(np.arange(len(bounds) - 1, dtype=np.uint32), np.diff(bounds))
        order = np.argsort(values, kind="stable")
        self.by_value, self.sorted_values = kinds[order], values[order]

    def having(self, wanted):
        cdef Py_ssize_t place
        cdef uint32_t value
        kinds = np.zeros(len(self.bounds) - 1, dtype=np.uint8)
        cdef uint8_t[::1] marks = kinds
        for value in wanted:
            place = self.first_with(value)
            while place < len(self.by_value) and self.sorted_values[place] == value:
                marks[self.by_value[place]] = 1
                place += 1
        return kinds

    cdef Py_ssize_t first_with(self, uint32_t value) noexcept:
        cdef Py_ssize_t low = 0, high = len(self.by_value), middle
        while low < high:
            middle = (low + high) >> 1
            if self.sorted_values[middle] < value:
                low = middle + 1
            else:
                high = middle
        return low

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

    cdef const uint8_t* told_by(self, const uint8_t[::1] copies) except? NULL:
        if copies is None:
            return NULL
        if len(copies) < self.total:
            raise ValueError("copies are not told of every value")
        return &copies[0] if len(copies) else NULL

    cdef void count(self, Counting* counting, const uint32_t[::1] docs,
                    const uint32_t[::1] starts, const uint8_t* copies) noexcept:
        if self.width == 1:
            count_in(self.narrow, self.bounds, self.first, counting, docs, starts, copies)
        elif self.width == 2:
            count_in(self.middling, self.bounds, self.first, counting, docs, starts, copies)
        else:
            count_in(self.wide, self.bounds, self.first, counting, docs, starts, copies)


cdef void count_in(const Value[::1] values, const uint32_t[::1] bounds, uint32_t first,
                   Counting* counting, const uint32_t[::1] docs, const uint32_t[::1] starts,
                   const uint8_t* copies) noexcept nogil:
    """Lists are of one value, or two, or none, as chance has it: going through each by itself, the
    processor guesses wrong where it ends. So short ones are copied one behind another, as much at
    once as the longest of them has, and what was copied is counted then.
    """
    cdef Value[BLOCK] copied
    cdef uint8_t[BLOCK] there
    cdef Py_ssize_t work, low = 0, high, filled = 0
    cdef Py_ssize_t most = AT_ONCE // sizeof(Value), last = values.shape[0] - most
    cdef uint32_t start, size
    # Where hits lie close together the processor knows by itself what comes next.
    cdef Py_ssize_t far = docs.shape[0] if docs.shape[0] * CLOSE < bounds.shape[0] else 0
    for work in range(min(2 * AHEAD, far)):
        fetch(&bounds[docs[work]])
    for work in range(min(AHEAD, far)):
        fetch_values(values, copies, bounds[docs[work]])
    for work in range(docs.shape[0] if starts is None else starts.shape[0] - 1):
        high = work + 1 if starts is None else starts[work + 1]
        if low + 2 * AHEAD < far:
            fetch(&bounds[docs[low + 2 * AHEAD]])
            fetch_values(values, copies, bounds[docs[low + AHEAD]])
        start = bounds[docs[low]]
        size = bounds[docs[low] + 1] - start
        if not counting.few and high == low + 1 and size <= most and start <= last:
            memcpy(&copied[filled], &values[start], AT_ONCE)
            if copies:
                memcpy(&there[filled], copies + start, AT_ONCE // sizeof(Value))
            filled += size
            if filled > BLOCK - most:
                count_copied(copied, there if copies else NULL, filled, counting.times + first)
                filled = 0
        else:
            add_editions(values, bounds, first, counting, &docs[low], high - low, copies)
        low = high
    count_copied(copied, there if copies else NULL, filled, counting.times + first)


cdef inline void fetch_values(const Value[::1] values, const uint8_t* copies,
                              uint32_t at) noexcept nogil:
    fetch(&values[0] + at)
    if copies:
        fetch(copies + at)


cdef inline void count_copied(const Value* copied, const uint8_t* copies, Py_ssize_t filled,
                              uint32_t* times) noexcept nogil:
    cdef Py_ssize_t place
    if copies:
        for place in range(filled):
            times[copied[place]] += copies[place] != 0
    else:
        for place in range(filled):
            times[copied[place]] += 1


cdef void add_editions(const Value[::1] values, const uint32_t[::1] bounds, uint32_t first,
                       Counting* counting, const uint32_t* docs, Py_ssize_t count,
                       const uint8_t* copies) noexcept nogil:
    """Count one work for its editions' values, once for each."""
    cdef Py_ssize_t place
    cdef uint32_t at
    counting.work += 1
    for place in range(count):
        for at in range(bounds[docs[place]], bounds[docs[place] + 1]):
            if not copies or copies[at]:
                add_unseen(counting, first + values[at])


cdef class Tally:
    """Counts on the row. What it counts in is clear between two calls."""

    cdef Kinds kinds
    cdef list lists
    cdef const uint32_t[::1] ends
    cdef Py_ssize_t of_kinds  # facets, the first ones on the row
    cdef uint32_t[::1] times, seen, met
    cdef uint32_t work
    cdef object lock

    def __init__(self, kinds, lists, ends):
        self.lock = Lock()
        self.kinds, self.lists, self.ends = kinds, list(lists), ends
        self.of_kinds = len(ends) - len(self.lists)
        row = int(ends.max())
        self.times, self.seen = (np.zeros(row + 1, dtype=np.uint32) for _ in range(2))
        self.met = np.empty(row + 1, dtype=np.uint32)  # a place more, for one not met
        self.work = 0

    def count(self, docs, starts, facets, copies=None):
        # NumPy lets other threads go on while it sorts, and they count in the same places.
        with self.lock:
            return self.counted(docs, starts, facets, copies)

    cdef counted(self, const uint32_t[::1] docs, const uint32_t[::1] starts, facets,
                 const uint8_t[::1] copies):
        cdef Counting counting
        cdef Py_ssize_t facet, row = 0
        cdef list counted = self.all_counted(facets)
        cdef Lists column
        if self.work + len(docs) * (1 + len(counted)) >= 0xFFFFFFFFU:
            self.seen[:] = 0
            self.work = 0
        for facet in counted:
            row += self.ends[facet] - self.first_of(facet)
        counting.times, counting.seen, counting.met = &self.times[0], &self.seen[0], &self.met[0]
        counting.touched, counting.work = 0, self.work
        counting.few = len(docs) * FEW < row
        if counted and counted[0] == 0:
            self.kinds.count(&counting, docs, starts)
        for facet in facets:
            if facet >= self.of_kinds:
                column = self.lists[facet - self.of_kinds]
                column.count(&counting, docs, starts, column.told_by(copies))
        self.work = counting.work
        if counting.few:
            np.asarray(self.met[:counting.touched]).sort()
        else:
            self.look_through(&counting, counted)
        return self.taken(&counting, facets)

    cdef list all_counted(self, facets):
        """Whoever counts one facet of kinds counts all of them."""
        cdef list found = [facet for facet in facets if facet >= self.of_kinds]
        if len(found) < len(facets):
            return [*range(self.of_kinds), *found]
        return found

    cdef uint32_t first_of(self, Py_ssize_t facet) noexcept:
        return self.ends[facet - 1] if facet else 0

    cdef void look_through(self, Counting* counting, list facets):
        cdef Py_ssize_t facet, end = 0
        cdef uint32_t value
        for facet in facets:
            for value in range(self.first_of(facet), self.ends[facet]):
                counting.met[end] = value
                end += counting.times[value] != 0
        counting.touched = end

    cdef taken(self, Counting* counting, facets):
        """Facet by facet the values met and their times, all of which are clear afterwards."""
        cdef Py_ssize_t place = 0, begin, end, facet, count = counting.touched
        cdef uint32_t value, first
        values, times = np.array(self.met[:count]), np.empty(count, dtype=np.uint32)
        cdef uint32_t[::1] met = values, taken = times
        cdef list found = []
        for facet in range(len(self.ends)):
            first, begin = self.first_of(facet), place
            while place < count and met[place] < self.ends[facet]:
                value = met[place]
                taken[place], met[place] = counting.times[value], value - first
                counting.times[value] = 0
                place += 1
            if facet in facets:
                found.append((values[begin:place], times[begin:place]))
        return found
