"""The words of a record read in their order."""

from libc.stdint cimport uint8_t, uint32_t

from portal.search.loops.packed cimport next_number

import numpy as np

cdef enum:
    MOST = 64  # words of a phrase
    SLACK = 3  # as in `packed`


cdef class Words:
    """The words of all documents of one segment."""

    cdef const uint8_t[::1] data
    cdef const uint32_t[::1] bounds
    cdef const uint8_t[::1] lengths
    cdef const uint32_t[::1] terms
    cdef Py_ssize_t told

    def __init__(self, data, bounds, lengths, terms):
        self.data, self.bounds, self.lengths, self.terms = data, bounds, lengths, terms
        self.told = len(lengths) // max(len(bounds) - 1, 1)

    def standing_together(self, const uint32_t[::1] docs, uint32_t base,
                          const uint8_t[::1] fields, ranges):
        cdef uint32_t[MOST] first, last
        cdef Py_ssize_t count = len(ranges), place
        found = np.zeros(len(docs), dtype=np.uint8)
        cdef uint8_t[::1] out = found
        if not 0 < count <= MOST:
            return found
        for place, (low, high) in enumerate(ranges):
            first[place], last[place] = low, high
        for place in range(len(docs)):
            out[place] = self.holds(docs[place] - base, fields[place], first, last, count)
        return found

    cdef bint holds(self, uint32_t document, uint8_t fields, const uint32_t* first,
                    const uint32_t* last, Py_ssize_t count) noexcept:
        """The words stand one behind the other in a field."""
        cdef Py_ssize_t at = self.bounds[document]
        cdef Py_ssize_t stop = min(<Py_ssize_t>self.bounds[document + 1], len(self.data) - SLACK)
        cdef Py_ssize_t field, left
        for field in range(self.told + 1):
            left = stop
            if field < self.told:
                left = self.lengths[document * self.told + field]
            if fields >> field & 1 and self.stand(&at, stop, left, first, last, count):
                return True
            if not fields >> field & 1:
                while left and at < stop:
                    next_number(&self.data[0], &at)
                    left -= 1
        return False

    cdef bint stand(self, Py_ssize_t* at, Py_ssize_t stop, Py_ssize_t left, const uint32_t* first,
                    const uint32_t* last, Py_ssize_t count) noexcept:
        """Goes through the `left` words at a place. Bit n of `met`: the words up to the nth have
        just been met in their order."""
        cdef unsigned long long met = 0, fits
        cdef uint32_t word
        cdef Py_ssize_t offset
        while left and at[0] < stop:
            word = self.term(next_number(&self.data[0], at))
            left -= 1
            fits = 0
            for offset in range(count):
                if first[offset] <= word <= last[offset]:
                    fits |= 1ULL << offset
            met = (met << 1 | 1) & fits
            if met >> (count - 1) & 1:
                return True
        return False

    cdef inline uint32_t term(self, uint32_t rank) noexcept:
        return self.terms[rank] if rank < self.terms.shape[0] else 0
