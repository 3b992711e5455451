"""What hits must have, asked of a block of them at a time, so that a block stays in the nearest memory.

The columns do not: each hit's place in them is asked for before it is read, many at once.
"""

from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memset

from portal.search.loops.chunks cimport fetch

import numpy as np

cdef enum:
    BLOCK = 256  # hits

NONE = np.zeros(0, dtype=np.uint32)


cdef class Condition:
    """What a document meets or not."""

    cdef void mark(self, uint8_t* fails, uint8_t bit, const uint32_t* docs,
                   Py_ssize_t n) noexcept nogil:
        """Set a bit of `fails` for each of `n` documents that does not meet it."""

    def fails(self, const uint32_t[::1] docs):
        cdef Py_ssize_t n = len(docs), start
        found = np.zeros(n, dtype=np.uint8)
        cdef uint8_t[::1] out = found
        for start in range(0, n, BLOCK):
            self.mark(&out[start], 1, &docs[start], min(<Py_ssize_t>BLOCK, n - start))
        return found


cdef class Marked(Condition):
    cdef const uint8_t[::1] marks

    def __init__(self, marks):
        self.marks = marks

    cdef void mark(self, uint8_t* fails, uint8_t bit, const uint32_t* docs,
                   Py_ssize_t n) noexcept nogil:
        cdef Py_ssize_t place
        for place in range(n):
            fails[place] |= 0 if self.marks[docs[place]] else bit


cdef class Within(Condition):
    cdef const uint16_t[::1] years
    cdef int first, last

    def __init__(self, years, first, last):
        self.years, self.first, self.last = years, first, last

    cdef void mark(self, uint8_t* fails, uint8_t bit, const uint32_t* docs,
                   Py_ssize_t n) noexcept nogil:
        cdef Py_ssize_t place
        cdef int year
        for place in range(n):
            year = self.years[docs[place]]
            fails[place] |= bit if (year < self.first) | (year > self.last) else 0


cdef class OfKind(Condition):
    cdef const uint32_t[::1] of
    cdef const uint8_t[::1] wanted

    def __init__(self, of, wanted):
        self.of, self.wanted = of, wanted

    cdef void mark(self, uint8_t* fails, uint8_t bit, const uint32_t* docs,
                   Py_ssize_t n) noexcept nogil:
        cdef Py_ssize_t place
        for place in range(n):
            fails[place] |= 0 if self.wanted[self.of[docs[place]]] else bit


cdef class Listed(Condition):
    cdef const uint32_t[::1] bounds
    cdef const uint8_t[::1] marks, copies
    cdef const uint32_t[::1] besides
    cdef const uint8_t[::1] held  # the values' bytes
    cdef const uint8_t* values
    cdef int width
    cdef bint counted

    def __init__(self, bounds, values, marks, copies=None, besides=None):
        self.bounds, self.marks, self.copies = bounds, marks, copies
        self.besides = NONE if besides is None else besides
        if copies is not None and len(copies) < len(values):
            raise ValueError("copies are not told of every value")
        self.counted = copies is not None and len(copies) > 0
        self.held, self.width = values.view(np.uint8), values.dtype.itemsize
        self.values = &self.held[0] if len(values) else NULL

    cdef void mark(self, uint8_t* fails, uint8_t bit, const uint32_t* docs,
                   Py_ssize_t n) noexcept nogil:
        cdef const uint8_t* copies = &self.copies[0] if self.counted else NULL
        cdef Py_ssize_t place, there = 0
        cdef uint32_t at
        cdef uint8_t met
        for place in range(n):
            fetch(&self.bounds[docs[place]])
        for place in range(n):
            at = self.bounds[docs[place]]
            fetch(self.values + at * self.width)
            if copies:
                fetch(copies + at)
        for place in range(n):
            while there < self.besides.shape[0] and self.besides[there] < docs[place]:
                there += 1
            met = there < self.besides.shape[0] and self.besides[there] == docs[place]
            for at in range(self.bounds[docs[place]], self.bounds[docs[place] + 1]):
                if copies == NULL or copies[at]:
                    met |= self.marks[self.value(at)]
            fails[place] |= 0 if met else bit

    cdef inline uint32_t value(self, uint32_t at) noexcept nogil:
        if self.width == 1:
            return self.values[at]
        if self.width == 2:
            return (<const uint16_t*>self.values)[at]
        return (<const uint32_t*>self.values)[at]


def narrowed(const uint32_t[::1] docs, const float[::1] scores, list all_of, list noted):
    cdef Py_ssize_t n = len(docs), start, place, size, here, end = 0
    cdef Condition condition
    cdef uint8_t bit
    cdef uint8_t[BLOCK] failed
    found, sums = np.empty(n, dtype=np.uint32), np.empty(n, dtype=np.float32)
    fails = np.zeros(n, dtype=np.uint8)
    cdef uint32_t[::1] out = found
    cdef float[::1] kept = sums
    cdef uint8_t[::1] told = fails
    for start in range(0, n, BLOCK):
        size = min(<Py_ssize_t>BLOCK, n - start)
        memset(failed, 0, BLOCK)
        for condition in all_of:
            condition.mark(failed, 1, &docs[start], size)
        here = end
        for place in range(size):
            out[end] = docs[start + place]
            kept[end] = scores[start + place]
            end += failed[place] == 0
        for condition, bit in noted:
            condition.mark(&told[here], bit, &out[here], end - here)
    return found[:end], sums[:end], fails[:end]
